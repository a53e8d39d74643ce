import { agentPart, type Part } from '@troupe/choreography';
import { reportWriter } from './report-writer.agent.ts';

/** What this agent adds to the choreography: compiled, and never run. */
export const choreography: Part = agentPart(reportWriter());
