import { agentPart, standIn, type Part } from '@troupe/choreography';
import { supportAgent, type SupportOptions } from './support.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(
  supportAgent({ knowledge: standIn<SupportOptions['knowledge']>('knowledge') }),
);
