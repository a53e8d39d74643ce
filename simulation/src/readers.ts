import { deadLetterTopic } from '@troupe/agent-sdk';
import { AGENTS, type AgentWorld } from './agents.ts';
import { taskSaga } from './domain.ts';
import type { Plan } from './plan.ts';

/** Who reads which topics. */
export interface Reader {
  readonly group: string;
  readonly topics: readonly string[];
}

const idle: AgentWorld = { random: () => 0, answerOf: () => 'yes' };

const topicsOf = (service: string): readonly string[] => {
  const agent = AGENTS[service]?.(idle);
  const topics = (agent ?? taskSaga).consumes.map(({ type }) => type);
  return agent === undefined ? topics : [...topics, deadLetterTopic(agent.name)];
};

const READERS = new Map<string, Reader>();

/** The consumer groups of a plan. */
export const groupsOf = ({ instances }: Plan): readonly Reader[] =>
  Object.keys(instances).map((group) => {
    const reader = READERS.get(group) ?? { group, topics: topicsOf(group) };
    READERS.set(group, reader);
    return reader;
  });
