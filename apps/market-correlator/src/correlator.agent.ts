import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import { belongsUntil, clustersIn, DEFAULT_OPTIONS } from '@troupe/correlation';
import { ReportRequested, SourceSummarized, startConversation, type DraftOf } from '@troupe/contracts';
import type { Transaction } from 'kysely';
import { decideCluster, sourcesOf, windowOf, type MarketAnomaly } from './decide-cluster.ts';
import {
  completeUntil,
  forgetResiduals,
  keepDecidedUntil,
  keepSummary,
  readDecidedUntil,
  readSeries,
  removeAnomalies,
  waitingAnomalies,
  type ToldSummary,
} from './market-store.ts';
import type { CorrelatorTables } from './tables.ts';

/** A market goes on for years, as its sources do. */
const EVENTS_OF_A_MARKET = 1_000_000_000;
/** A source tells every hour: one that has told nothing for three is not waited for. */
const PATIENCE_MS = 10_800_000;

type Tx = Transaction<CorrelatorTables>;
type Report = DraftOf<typeof ReportRequested>;

const decide = async (
  tx: Tx,
  { conversationId, summary: { market } }: ToldSummary,
  cluster: readonly MarketAnomaly[],
): Promise<readonly Report[]> => {
  const sources = sourcesOf(cluster);
  await removeAnomalies(tx, conversationId, cluster);
  await keepDecidedUntil(tx, { conversationId, market, until: belongsUntil(cluster, DEFAULT_OPTIONS) });
  if (sources.length < 2) return [];
  const from = windowOf(cluster, DEFAULT_OPTIONS);
  const series = await readSeries(tx, { conversationId, sources, from, count: DEFAULT_OPTIONS.window });
  const data = decideCluster(market, cluster, series, DEFAULT_OPTIONS);
  return data ? [startConversation(`report ${data.from}`, ReportRequested(data))] : [];
};

/** What is old enough for no cluster to need it, in buckets. */
const forgotten = (complete: number): number => {
  const { longestMs, gapMs, bucketMs, window } = DEFAULT_OPTIONS;
  return Math.floor((complete - longestMs - gapMs) / bucketMs) - window;
};

const take = async (tx: Tx, told: ToldSummary): Promise<readonly Report[]> => {
  const { conversationId, summary, toldAt } = told;
  const decided = await readDecidedUntil(tx, conversationId);
  await keepSummary(
    tx,
    told,
    summary.anomalies.filter(({ at }) => at > decided),
  );
  const complete = await completeUntil(tx, conversationId, toldAt - PATIENCE_MS);
  const { over } = clustersIn(await waitingAnomalies(tx, conversationId), complete, DEFAULT_OPTIONS);
  const reports: Report[] = [];
  for (const cluster of over) reports.push(...(await decide(tx, told, cluster)));
  await forgetResiduals(tx, conversationId, forgotten(complete));
  return reports;
};

/**
 * Watches what the sources of a market do together. Anomalies that lie close to one another are decided about once every source has
 * told what lies behind them: where their sources move together, a report is asked for in a conversation of its own.
 */
export const marketCorrelator = (): AgentDefinition =>
  defineAgent({
    name: 'market-correlator',
    publishes: [ReportRequested],
    on: [
      when(SourceSummarized, ({ data: summary, envelope }, { tx }: AgentContext<CorrelatorTables>) =>
        take(tx, { conversationId: envelope.conversationId, summary, toldAt: envelope.timeMs }),
      ),
    ],
    limits: { eventsPerConversation: EVENTS_OF_A_MARKET },
  });
