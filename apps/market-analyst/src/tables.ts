import type { SourceState } from '@troupe/anomaly';
import type { ColumnType } from 'kysely';

/** The tables of the schema `market_analyst` that the agent itself owns. */
export interface MarketTables {
  readonly sources: {
    /** The source's own conversation. */
    conversation_id: string;
    source: string;
    /** JSON, written as text: the driver would take an object for a composite value. */
    state: ColumnType<SourceState, string, string>;
  };
}
