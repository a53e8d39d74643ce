import { edgePart, type Part } from '@troupe/choreography';
import { PUBLISHED, SIGNAL_INGEST } from './signals-decision.ts';

/** What signal-ingest adds to the choreography: it publishes what sources say, and reads no topic. */
export const choreography: Part = edgePart({ name: SIGNAL_INGEST, consumes: [], publishes: PUBLISHED });
