import {
  belongsUntil,
  leaderOf,
  movingPairs,
  type CorrelationOptions,
  type MovingPair,
  type NamedSeries,
} from '@troupe/correlation';
import type { ReportRequestedData, SourceSummarizedData } from '@troupe/contracts';

/** Which engine correlates; raise the version when it comes to something else. */
const DECIDED_BY = 'lagged-correlation@1';
/** Two days before the first anomaly are enough to see what is usual. */
const CHARTED_BEFORE_MS = 172_800_000;
/** More lines than a chart can show. */
const MOST_CHARTED = 8;

/** An anomaly with the source that it is of. */
export type MarketAnomaly = { readonly source: string } & SourceSummarizedData['anomalies'][number];

/** The sources that anomalies are of, by name. */
export const sourcesOf = (cluster: readonly MarketAnomaly[]): readonly string[] =>
  [...new Set(cluster.map(({ source }) => source))].toSorted();

/** The first bucket that is looked at to decide about a cluster; it is followed by `window` of them. */
export const windowOf = (cluster: readonly MarketAnomaly[], options: CorrelationOptions): number =>
  Math.floor(belongsUntil(cluster, options) / options.bucketMs) - options.window;

const toldPair = (
  { lag, ...pair }: MovingPair,
  { bucketMs }: CorrelationOptions,
): ReportRequestedData['pairs'][number] => ({
  ...pair,
  lagMs: lag * bucketMs,
});

/** What is asked to be reported: undefined unless at least two sources of the cluster move together. */
export const decideCluster = (
  market: string,
  cluster: readonly MarketAnomaly[],
  series: readonly NamedSeries[],
  options: CorrelationOptions,
): ReportRequestedData | undefined => {
  const pairs = movingPairs(series, options);
  if (pairs.length === 0) return undefined;
  const moving = new Set(pairs.flatMap(({ first, second }) => [first, second]));
  const anomalies = cluster.filter(({ source }) => moving.has(source));
  const begin = windowOf(cluster, options);
  const [from, until] = [anomalies[0]?.at ?? 0, anomalies.at(-1)?.at ?? 0];
  const chartFrom = Math.max(begin, Math.floor((from - CHARTED_BEFORE_MS) / options.bucketMs));
  const charted = series.filter(({ source }) => moving.has(source)).slice(0, MOST_CHARTED);
  return {
    market,
    from,
    until,
    leader: leaderOf(pairs) ?? null,
    anomalies,
    pairs: pairs.map((pair) => toldPair(pair, options)),
    chartFrom: chartFrom * options.bucketMs,
    bucketMs: options.bucketMs,
    series: charted.map(({ source, residuals }) => ({ source, residuals: residuals.slice(chartFrom - begin) })),
    decidedBy: DECIDED_BY,
  };
};
