/** How sources of a market are correlated. One set serves all of them. */
export interface CorrelationOptions {
  /** How long one value of a series stands for, in milliseconds. Lags are multiples of it. */
  readonly bucketMs: number;
  /** Anomalies that lie no further apart belong together, in milliseconds. */
  readonly gapMs: number;
  /** The longest time that anomalies which belong together stretch over, in milliseconds. */
  readonly longestMs: number;
  /** How many buckets before the end of what belongs together are correlated. */
  readonly window: number;
  /** How many buckets one source may be ahead of another. */
  readonly furthestLag: number;
  /** How many buckets both sources must be known in. */
  readonly fewestSamples: number;
  /** How many usual deviations a value counts for at most: no single burst makes a correlation. */
  readonly clip: number;
  /** Sources move together when what they have in common comes by chance no more often than this. */
  readonly chance: number;
}

/** A quarter of an hour: what sources of a market are told in. */
export const BUCKET_MS = 900_000;

/** Four days before, in quarters of an hour, with a lag of up to six hours. */
export const DEFAULT_OPTIONS: CorrelationOptions = {
  bucketMs: BUCKET_MS,
  gapMs: 21_600_000,
  longestMs: 86_400_000,
  window: 384,
  furthestLag: 24,
  fewestSamples: 192,
  clip: 3,
  chance: 0.05,
};
