import { agentPart, type Part } from '@troupe/choreography';
import { deskAgent } from './desk/desk.agent.ts';

/** What the gateway adds to the choreography: it publishes what people ask for, and its desk keeps what agents say of tickets. */
export const choreography: Part = { ...agentPart(deskAgent({ version: '1' })), kind: 'edge' };
