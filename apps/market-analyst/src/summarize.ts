import type { SourceSummarizedData } from '@troupe/contracts';
import { BUCKET_MS } from '@troupe/correlation';
import type { Reading } from './watch-source.ts';

/** A source is told of once so many are over. */
const BUCKETS_OF_AN_HOUR = 4;
/** Sixty days: what a source did not say for longer is not told as nothing, but left out. */
const LONGEST = 5_760;
/** Far finer than what is made of them, and a third of the bytes. */
const DECIMALS = 1_000;

type SummarizedAnomaly = SourceSummarizedData['anomalies'][number];

/** What was observed in a bucket that is not told yet. */
interface Bucket {
  /** Since 1970, in buckets. */
  readonly index: number;
  readonly sum: number;
  readonly count: number;
}

/** What the market of a source has yet to be told of it: plain data. */
export interface Untold {
  /** The bucket behind the last that was told; null before anything was observed. */
  readonly from: number | null;
  /** In the order of time. */
  readonly buckets: readonly Bucket[];
  readonly anomalies: readonly SummarizedAnomaly[];
}

/** Of a source of which nothing was observed. */
export const NOTHING_UNTOLD: Untold = { from: null, buckets: [], anomalies: [] };

/** What is told of a source, and what is not yet. */
export interface Summarized {
  readonly untold: Untold;
  /** Undefined until another hour is over. */
  readonly summary: Omit<SourceSummarizedData, 'market' | 'source'> | undefined;
}

const bucketOf = (at: number): number => Math.floor(at / BUCKET_MS);
const hourOf = (bucket: number): number => bucket - (bucket % BUCKETS_OF_AN_HOUR);

const added = (buckets: readonly Bucket[], readings: readonly Reading[], from: number): readonly Bucket[] => {
  const byIndex = new Map(buckets.map((bucket) => [bucket.index, bucket]));
  for (const { at, residual } of readings) {
    const index = bucketOf(at);
    if (residual === undefined || index < from) continue;
    const { sum, count } = byIndex.get(index) ?? { sum: 0, count: 0 };
    byIndex.set(index, { index, sum: sum + residual, count: count + 1 });
  }
  return [...byIndex.values()].toSorted((one, other) => one.index - other.index);
};

const residualsOf = (buckets: readonly Bucket[], from: number, until: number): readonly (number | null)[] => {
  const residuals: (number | null)[] = Array.from({ length: until - from }, () => null);
  for (const { index, sum, count } of buckets)
    if (index >= from && index < until) residuals[index - from] = Math.round((sum / count) * DECIMALS) / DECIMALS;
  return residuals;
};

/**
 * Adds what was observed to what is untold, and tells every hour that is over by the source's own time; of a source that is new it tells at
 * once that it is there. What comes later of an hour that was told is left out of its residuals; an anomaly never is.
 */
export const summarize = (
  before: Untold,
  readings: readonly Reading[],
  noted: readonly SummarizedAnomaly[],
): Summarized => {
  const [first] = readings;
  if (first === undefined) return { untold: before, summary: undefined };
  const from = before.from ?? hourOf(bucketOf(first.at));
  const buckets = added(before.buckets, readings, from);
  const anomalies = [...before.anomalies, ...noted];
  const until = hourOf(bucketOf(Math.max(...readings.map(({ at }) => at))));
  const isNew = before.from === null;
  if (until <= from && !isNew) return { untold: { from, buckets, anomalies }, summary: undefined };
  const begin = Math.max(from, until - LONGEST);
  const isTold = ({ at }: SummarizedAnomaly): boolean => at < until * BUCKET_MS;
  return {
    untold: {
      from: until,
      buckets: buckets.filter(({ index }) => index >= until),
      anomalies: anomalies.filter((anomaly) => !isTold(anomaly)),
    },
    summary: {
      from: begin * BUCKET_MS,
      bucketMs: BUCKET_MS,
      residuals: [...residualsOf(buckets, begin, until)],
      anomalies: anomalies.filter(isTold),
    },
  };
};
