import type { SourceSummarizedData } from '@troupe/contracts';
import type { ColumnType } from 'kysely';

/** The tables of the schema `market_correlator` that the agent itself owns. Times are milliseconds since 1970. */
export interface CorrelatorTables {
  readonly markets: {
    /** The market's own conversation. */
    conversation_id: string;
    market: string;
    /** Until when it was decided what belongs together. */
    decided_until: number;
  };
  readonly market_sources: {
    conversation_id: string;
    source: string;
    /** Until when the source has told what it did. */
    told_until: number;
    /** When it told that. */
    told_at: number;
  };
  readonly residuals: {
    conversation_id: string;
    source: string;
    /** Since 1970, in buckets. */
    bucket: number;
    residual: number;
  };
  readonly waiting_anomalies: {
    conversation_id: string;
    event: string;
    source: string;
    at: number;
    /** JSON, written as text: the driver would take an object for a composite value. */
    anomaly: ColumnType<SourceSummarizedData['anomalies'][number], string, string>;
  };
}
