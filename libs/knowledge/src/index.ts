export { createKnowledgeBase, type FoundPassage, type KnowledgeBase } from './knowledge-base.ts';
export { passagesOf, type Passage } from './passages.ts';
export { readKnowledge } from './read-knowledge.ts';
