import type { NamedSeries } from '@troupe/correlation';
import type { SourceSummarizedData } from '@troupe/contracts';
import { sql, type Transaction } from 'kysely';
import type { MarketAnomaly } from './decide-cluster.ts';
import type { CorrelatorTables } from './tables.ts';

type Tx = Transaction<CorrelatorTables>;

/** A source's summary in the conversation of its market. */
export interface ToldSummary {
  readonly conversationId: string;
  readonly summary: SourceSummarizedData;
  /** When it was told, in milliseconds since 1970. */
  readonly toldAt: number;
}

/** The end of what a summary tells. */
const endOf = ({ from, bucketMs, residuals }: SourceSummarizedData): number => from + residuals.length * bucketMs;

/** Until when it was decided in a market what belongs together; 0 for one that is new. */
export const readDecidedUntil = async (tx: Tx, conversationId: string): Promise<number> => {
  const row = await tx
    .selectFrom('markets')
    .select('decided_until')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return row?.decided_until ?? 0;
};

/** Keeps until when a market was decided. */
export const keepDecidedUntil = async (
  tx: Tx,
  {
    conversationId,
    market,
    until,
  }: { readonly conversationId: string; readonly market: string; readonly until: number },
): Promise<void> => {
  await tx
    .insertInto('markets')
    .values({ conversation_id: conversationId, market, decided_until: until })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet({ decided_until: until }))
    .execute();
};

const keepResiduals = async (tx: Tx, { conversationId, summary }: ToldSummary): Promise<void> => {
  const { source, from, bucketMs, residuals } = summary;
  const known = residuals.flatMap((residual, index) => (residual === null ? [] : [{ bucket: from / bucketMs + index, residual }])); // prettier-ignore
  await sql`
    insert into residuals (conversation_id, source, bucket, residual)
    select ${conversationId}, ${source}, * from json_to_recordset(${JSON.stringify(known)}::json)
      as each (bucket bigint, residual double precision)
    on conflict do nothing`.execute(tx);
};

const keepAnomalies = async (
  tx: Tx,
  { conversationId, summary: { source } }: ToldSummary,
  anomalies: SourceSummarizedData['anomalies'],
): Promise<void> => {
  if (anomalies.length === 0) return;
  await tx
    .insertInto('waiting_anomalies')
    .values(
      anomalies.map((anomaly) => ({
        conversation_id: conversationId,
        event: anomaly.event,
        source,
        at: anomaly.at,
        anomaly: JSON.stringify(anomaly),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Keeps what a source told, with those of its anomalies that can still belong to something. */
export const keepSummary = async (
  tx: Tx,
  told: ToldSummary,
  anomalies: SourceSummarizedData['anomalies'],
): Promise<void> => {
  const { conversationId, summary, toldAt } = told;
  const progress = { told_until: endOf(summary), told_at: toldAt };
  await tx
    .insertInto('market_sources')
    .values({ conversation_id: conversationId, source: summary.source, ...progress })
    .onConflict((conflict) => conflict.columns(['conversation_id', 'source']).doUpdateSet(progress))
    .execute();
  await keepResiduals(tx, told);
  await keepAnomalies(tx, told, anomalies);
};

/** Until when every source of a market has told what it did, of those that told anything since a moment: there is at least one. */
export const completeUntil = async (tx: Tx, conversationId: string, toldSince: number): Promise<number> => {
  const { least } = await tx
    .selectFrom('market_sources')
    .select(({ fn }) => fn.min('told_until').as('least'))
    .where('conversation_id', '=', conversationId)
    .where('told_at', '>=', toldSince)
    .executeTakeFirstOrThrow();
  return least;
};

/** The anomalies of a market of which it is not decided what they belong to. */
export const waitingAnomalies = async (tx: Tx, conversationId: string): Promise<readonly MarketAnomaly[]> => {
  const rows = await tx
    .selectFrom('waiting_anomalies')
    .select(['source', 'anomaly'])
    .where('conversation_id', '=', conversationId)
    .execute();
  return rows.map(({ source, anomaly }) => ({ source, ...anomaly }));
};

/** Takes anomalies out that were decided. */
export const removeAnomalies = async (
  tx: Tx,
  conversationId: string,
  anomalies: readonly MarketAnomaly[],
): Promise<void> => {
  await tx
    .deleteFrom('waiting_anomalies')
    .where('conversation_id', '=', conversationId)
    .where(
      'event',
      'in',
      anomalies.map(({ event }) => event),
    )
    .execute();
};

/** What some sources of a market did in so many buckets from one on. */
export const readSeries = async (
  tx: Tx,
  { conversationId, sources, from, count }: { readonly conversationId: string; readonly sources: readonly string[]; readonly from: number; readonly count: number }, // prettier-ignore
): Promise<readonly NamedSeries[]> => {
  const rows = await tx
    .selectFrom('residuals')
    .select(['source', 'bucket', 'residual'])
    .where('conversation_id', '=', conversationId)
    .where('source', 'in', sources)
    .where('bucket', '>=', from)
    .where('bucket', '<', from + count)
    .execute();
  return sources.map((source) => {
    const residuals = Array.from<number | null>({ length: count }).fill(null);
    for (const row of rows) if (row.source === source) residuals[row.bucket - from] = row.residual;
    return { source, residuals };
  });
};

/** Forgets what is older than anything that can still be correlated. */
export const forgetResiduals = async (tx: Tx, conversationId: string, before: number): Promise<void> => {
  await tx.deleteFrom('residuals').where('conversation_id', '=', conversationId).where('bucket', '<', before).execute();
};
