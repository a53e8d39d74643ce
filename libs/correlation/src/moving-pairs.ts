import { correlate } from './lagged-correlation.ts';
import type { CorrelationOptions } from './options.ts';
import type { Series } from './series.ts';

/** Two sources that move together. */
export interface MovingPair {
  /** The one that goes first; where both move at once, the first by name. */
  readonly first: string;
  readonly second: string;
  /** How many buckets the second comes after the first; never less than zero. */
  readonly lag: number;
  readonly correlation: number;
  readonly chance: number;
  readonly samples: number;
}

/** A source with what it did. All series of a market begin with the same bucket and are equally long. */
export interface NamedSeries {
  readonly source: string;
  readonly residuals: Series;
}

const pairOf = (one: NamedSeries, other: NamedSeries, options: CorrelationOptions): MovingPair | undefined => {
  const found = correlate(one.residuals, other.residuals, options);
  if (found === undefined || found.chance > options.chance) return undefined;
  const [first, second] = found.lag < 0 ? [other, one] : [one, other];
  return { ...found, first: first.source, second: second.source, lag: Math.abs(found.lag) };
};

/** Which of the sources move together, the surest pair first. */
export const movingPairs = (sources: readonly NamedSeries[], options: CorrelationOptions): readonly MovingPair[] => {
  const named = sources.toSorted((one, other) => (one.source < other.source ? -1 : 1));
  return named
    .flatMap((one, index) => named.slice(index + 1).flatMap((other) => pairOf(one, other, options) ?? []))
    .toSorted((one, other) => one.chance - other.chance);
};

/**
 * The source that the others follow: the one whose leads, less its lags, come to most. Undefined where nobody is ahead, or two are
 * alike.
 */
export const leaderOf = (pairs: readonly MovingPair[]): string | undefined => {
  const ahead = new Map<string, number>();
  for (const { first, second, lag } of pairs) {
    ahead.set(first, (ahead.get(first) ?? 0) + lag);
    ahead.set(second, (ahead.get(second) ?? 0) - lag);
  }
  const [leader, next] = [...ahead].toSorted(([, one], [, other]) => other - one);
  return leader !== undefined && leader[1] > (next?.[1] ?? 0) ? leader[0] : undefined;
};
