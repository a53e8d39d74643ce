import type { SourceState } from '@troupe/anomaly';
import type { ColumnType } from 'kysely';
import type { Untold } from './summarize.ts';

/** The tables of the schema `market_analyst` that the agent itself owns. */
export interface MarketTables {
  readonly sources: {
    /** The source's own conversation. */
    conversation_id: string;
    source: string;
    /** JSON, written as text: the driver would take an object for a composite value. */
    state: ColumnType<SourceState, string, string>;
    /** What its market has yet to be told; null of a source that has none. The same. */
    untold: ColumnType<Untold | null, string | null, string | null>;
  };
}
