import { recorderPart, type Part } from '@troupe/choreography';
import { EVENT_TYPES } from '@troupe/contracts';
import { LEDGER } from './ledger.ts';

/** What the ledger adds to the choreography: it keeps every event. */
export const choreography: Part = recorderPart({ name: LEDGER, consumes: EVENT_TYPES, publishes: [] });
