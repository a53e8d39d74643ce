export { memoryOf } from './memory.ts';
export { qaAgent, type QaOptions } from './qa.agent.ts';
