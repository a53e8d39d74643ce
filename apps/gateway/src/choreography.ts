import { edgePart, type Part } from '@troupe/choreography';
import { ACCEPTED } from './accepted.ts';

/** What the gateway adds to the choreography: it publishes what people ask for, and reads the ledger instead of topics. */
export const choreography: Part = edgePart({ name: 'gateway', consumes: [], publishes: ACCEPTED });
