import { fromLog, toLog } from './log-scale.ts';
import type { AnomalyOptions } from './options.ts';
import type { SourceState } from './state.ts';
import { rarity } from './tail.ts';

/** Which way a source went. */
export type Direction = 'rise' | 'fall';

/** Whether one value alone makes the difference, or the level of all values of late. */
export type Shape = 'spike' | 'shift';

/** What an observation was judged by, in the unit of the values. */
export interface Evidence {
  readonly direction: Direction;
  readonly shape: Shape;
  readonly value: number;
  /** The current mean, which is what is judged. */
  readonly mean: number;
  /** The middle of the values that are expected at this hour on this day of the week. */
  readonly expected: number;
  /** The bound that the mean keeps to in the usual share of cases, at this hour on this day. */
  readonly bound: number;
  /** How many observations that was learned from. */
  readonly observations: number;
  /** The share of observations that is as far out as this; `1` for what is usual. */
  readonly likelihood: number;
}

/** An observation that is worth telling. */
export interface Anomaly extends Evidence {
  /** How many powers of ten rarer it is than what was seen of late. */
  readonly score: number;
  /**
   * The chance that what is usual, having come as far as was seen of late, would not come as far as this: 0.9 from a score of 1 on,
   * 0.99 from 2.
   */
  readonly confidence: number;
}

/** What evidence is made of. */
export interface Judged {
  /** What was known before the observation. */
  readonly before: SourceState;
  readonly value: number;
  readonly mean: number;
  /** The log of the value that was expected. */
  readonly expected: number;
  readonly direction: Direction;
  readonly options: AnomalyOptions;
}

/** A spike would be nothing without its latest value: more than half of the way from the bound's side was made by it alone. */
const shapeOf = ({ before, mean, expected, direction, options }: Judged): Shape => {
  const way = direction === 'rise' ? 1 : -1;
  const now = way * (toLog(mean, options.unit) - expected);
  const without = way * (toLog(before.mean, options.unit) - expected);
  return now - without > now / 2 ? 'spike' : 'shift';
};

/** Says what an observation was judged by. */
export const evidenceOf = (judged: Judged): Evidence => {
  const { before, value, mean, expected, direction, options } = judged;
  const way = direction === 'rise' ? 1 : -1;
  const { tail } = before[direction];
  const { unit } = options;
  return {
    direction,
    shape: shapeOf(judged),
    value,
    mean,
    expected: fromLog(expected, unit),
    bound: fromLog(expected + way * (tail.threshold ?? 0), unit),
    observations: before.observations,
    likelihood: 10 ** -rarity(tail, way * (toLog(mean, unit) - expected), options),
  };
};
