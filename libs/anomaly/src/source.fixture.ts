import { observe, type Observation, type Observed } from './observe.ts';
import { DEFAULT_OPTIONS, type AnomalyOptions } from './options.ts';
import { newSource, type SourceState } from './state.ts';

/** 2015-03-02, a Monday, at midnight. */
export const MONDAY = Date.UTC(2015, 2, 2);
export const FIVE_MINUTES = 300_000;
export const DAY = 288;

/** Whole numbers below 1, always the same: fractions of multiples of the golden ratio, which fill an interval evenly. */
export const noise = (index: number): number => (index * 0.618033988749895) % 1;

/** One value every five minutes from Monday on. */
export const everyFiveMinutes = (count: number, value: (index: number) => number): readonly Observation[] =>
  Array.from({ length: count }, (_, index) => ({ at: MONDAY + index * FIVE_MINUTES, value: value(index) }));

/** What each of the observations came to, one after the other. */
export const watch = (
  observations: readonly Observation[],
  changes: Partial<AnomalyOptions> = {},
  from: SourceState = newSource(),
): readonly Observed[] => {
  let state = from;
  return observations.map((observation) => {
    const observed = observe(state, observation, { ...DEFAULT_OPTIONS, ...changes });
    state = observed.state;
    return observed;
  });
};

/** At which observations an anomaly was told. */
export const toldAt = (observed: readonly Observed[]): readonly number[] =>
  observed.flatMap(({ anomaly }, index) => (anomaly ? [index] : []));
