import { normalTail } from './normal-tail.ts';
import type { CorrelationOptions } from './options.ts';
import { agreementAt, standardized, type Series } from './series.ts';

/** How two sources move together. */
export interface LaggedCorrelation {
  /** How many buckets after the first the second moves; less than zero where the first follows. */
  readonly lag: number;
  /** At that lag, where it is greatest. */
  readonly correlation: number;
  /** The chance that two series that have nothing to do with one another come as far at any of the lags. */
  readonly chance: number;
  /** How many buckets it rests on. */
  readonly samples: number;
}

type LagOptions = Pick<CorrelationOptions, 'furthestLag' | 'fewestSamples' | 'clip'>;

/** From no lag outwards, so that of two that fit alike the shorter is taken. */
const lagsUpTo = (furthest: number): readonly number[] => [
  0,
  ...Array.from({ length: furthest }, (_, index) => [index + 1, -index - 1]).flat(),
];

/**
 * How many buckets say as little as one that is independent of all others. A series that stays where it is says the same again and
 * again, and two of them agree by chance more often than noise does (Bartlett).
 */
const repetition = (first: Series, second: Series, { furthestLag }: LagOptions): number => {
  let sum = 1;
  for (let lag = 1; lag <= furthestLag; lag++) {
    const own = agreementAt(first, first, lag).correlation * agreementAt(second, second, lag).correlation;
    sum += 2 * own * (1 - lag / first.length);
  }
  return Math.max(1, sum);
};

/** By Fisher's transformation, for the best of so many tries. */
const chanceOf = (correlation: number, independent: number, tries: number): number => {
  const z = Math.atanh(Math.min(correlation, 0.999_999)) * Math.sqrt(Math.max(0, independent - 3));
  return Math.min(1, normalTail(z) * tries);
};

/**
 * At which lag two series of equal length rise and fall together most, and how often that comes by chance. Undefined where both are
 * known in fewer than `fewestSamples` buckets.
 */
export const correlate = (first: Series, second: Series, options: LagOptions): LaggedCorrelation | undefined => {
  const { furthestLag, fewestSamples, clip } = options;
  const [one, other] = [standardized(first, clip), standardized(second, clip)];
  if (agreementAt(one, other, 0).samples < fewestSamples) return undefined;
  const lags = lagsUpTo(furthestLag);
  const best = lags
    .map((lag) => ({ lag, ...agreementAt(one, other, lag) }))
    .reduce((most, each) => (each.correlation > most.correlation ? each : most));
  const independent = best.samples / repetition(one, other, options);
  return { ...best, chance: chanceOf(best.correlation, independent, lags.length) };
};
