import { BUCKET_MS } from '@troupe/correlation';
import { SourceSummarized, type DraftOf, type SourceSummarizedData } from '@troupe/contracts';
import type { MarketAnomaly } from './decide-cluster.ts';

/** 2015-03-02, a Monday, at midnight. */
export const MONDAY = Date.UTC(2015, 2, 2);
export const HOUR = 3_600_000;
const BUCKETS_OF_A_DAY = 96;

/** Between -1 and 1, without a pattern that a lag of a day would show: the same for the same bucket and seed. */
const drawn = (bucket: number, seed: number): number => {
  const mixed = Math.imul((bucket + 1) ^ (seed * 0x9e3779b9), 0x85ebca6b);
  const again = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((again ^ (again >>> 16)) >>> 0) / 2_147_483_648 - 1;
};

/** A source of a market: some buckets behind what drives the market, or driven by nothing but itself. */
export interface PlayedSource {
  readonly source: string;
  /** In buckets; undefined for one that does what it likes. */
  readonly behind?: number;
  /** In hours since Monday. */
  readonly anomalies: readonly number[];
}

/** What a source does from one hour since Monday to another. */
export const residualsOf = ({ source, behind }: PlayedSource, fromHour: number, untilHour: number): number[] => {
  const own = source.charCodeAt(0);
  return Array.from({ length: (untilHour - fromHour) * 4 }, (_, index) => {
    const bucket = fromHour * 4 + index + BUCKETS_OF_A_DAY;
    return behind === undefined ? drawn(bucket, own) : drawn(bucket - behind, 7) + drawn(bucket, own) / 2;
  });
};

const anomalyAt = (source: string, hour: number): SourceSummarizedData['anomalies'][number] => ({
  event: `${source} at ${hour}`,
  at: MONDAY + hour * HOUR + 60_000,
  value: 900,
  mean: 300,
  expected: 100,
  confidence: 0.99,
});

/** The anomalies of some sources, in the order of time. */
export const anomaliesOf = (...sources: readonly PlayedSource[]): readonly MarketAnomaly[] =>
  sources
    .flatMap(({ source, anomalies }) => anomalies.map((hour) => ({ source, ...anomalyAt(source, hour) })))
    .toSorted((one, other) => one.at - other.at);

/** What a market is told of a source between two hours since Monday. */
export const summaryOf = (
  played: PlayedSource,
  [fromHour, untilHour]: readonly [number, number],
): DraftOf<typeof SourceSummarized> =>
  SourceSummarized({
    market: 'eu',
    source: played.source,
    from: MONDAY + fromHour * HOUR,
    bucketMs: BUCKET_MS,
    residuals: residualsOf(played, fromHour, untilHour),
    anomalies: played.anomalies
      .filter((hour) => hour >= fromHour && hour < untilHour)
      .map((hour) => anomalyAt(played.source, hour)),
  });
