import { agentPart, standIn, type Part } from '@troupe/choreography';
import { developerAgent, type DeveloperOptions } from './developer.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(
  developerAgent({
    workspaces: standIn<DeveloperOptions['workspaces']>('workspaces'),
    author: standIn<DeveloperOptions['author']>('author', { asks: undefined }),
    tester: standIn<DeveloperOptions['tester']>('tester'),
    memory: standIn<DeveloperOptions['memory']>('memory'),
  }),
);
