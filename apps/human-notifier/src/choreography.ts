import { agentPart, type Part } from '@troupe/choreography';
import { notifierAgent } from './notifier.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(notifierAgent());
