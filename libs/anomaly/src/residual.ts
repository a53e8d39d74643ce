import type { Evidence } from './evidence.ts';
import { toLog } from './log-scale.ts';
import { DEFAULT_OPTIONS, type AnomalyOptions } from './options.ts';

/**
 * How far a value lay from what was expected at its hour and day, on the logarithmic scale: 0.69 is twice as much. Undefined while
 * the source is only learned from.
 */
export const residualOf = (
  { value, expected, observations }: Evidence,
  { unit, warmUp }: Pick<AnomalyOptions, 'unit' | 'warmUp'> = DEFAULT_OPTIONS,
): number | undefined => (observations < warmUp ? undefined : toLog(value, unit) - toLog(expected, unit));
