import { agentPart, type Part } from '@troupe/choreography';
import { marketCorrelator } from './correlator.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(marketCorrelator());
