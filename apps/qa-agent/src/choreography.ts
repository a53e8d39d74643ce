import { agentPart, standIn, type Part } from '@troupe/choreography';
import { qaAgent, type QaOptions } from './qa.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(
  qaAgent({
    workspaces: standIn<QaOptions['workspaces']>('workspaces'),
    probe: standIn<QaOptions['probe']>('probe', { missing: [] }),
    memory: standIn<QaOptions['memory']>('memory'),
  }),
);
