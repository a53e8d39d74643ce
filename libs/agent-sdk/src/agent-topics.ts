import type { TopicSpec } from '@troupe/messaging';
import type { AgentDefinition } from './define-agent.ts';
import { deadLetterTopicSpec } from './delivery/dead-letter.ts';

/** Every topic that an agent reads or writes. Its dead letters are kept until somebody has dealt with them. */
export const agentTopics = ({ name, consumes, publishes }: AgentDefinition): readonly TopicSpec[] => [
  ...[...new Set([...consumes, ...publishes].map(({ type }) => type))].map((topic) => ({ topic })),
  deadLetterTopicSpec(name),
];
