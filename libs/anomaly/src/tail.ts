import type { AnomalyOptions } from './options.ts';

/**
 * One side of what a source does: from where on it is unusual, and how far beyond that it goes when it does. On the logarithmic
 * scale the excess is taken to be exponential (peaks over a threshold), which is a power law in the values themselves.
 */
export interface Tail {
  /** What the usual share of observations stays below; undefined until the first. */
  readonly threshold: number | undefined;
  /** Mean excess over the threshold. */
  readonly scale: number;
  /** How many observations lay beyond it so far. */
  readonly exceedances: number;
}

/** An excess counts in multiples of the usual excess; where a source hardly varies, of this much, which is about a sixth of a value. */
const SMALLEST_SCALE = 0.15;
const FIRST_SCALE = 0.3;
/** Where the threshold begins above the first observation, until it is learned. */
const FIRST_MARGIN = 0.5;
/** How far the threshold moves at once, in multiples of the scale. */
const STRIDE = 6;
/** At first it moves faster: as if it remembered a quarter of what it has seen, and these. */
const EARLY_MEMORY = 20;

type TailOptions = Pick<AnomalyOptions, 'usual' | 'memory' | 'tailMemory'>;

/** A tail of which nothing is known. */
export const unknownTail = (): Tail => ({ threshold: undefined, scale: FIRST_SCALE, exceedances: 0 });

const scaleOf = ({ scale }: Tail): number => Math.max(scale, SMALLEST_SCALE);

/**
 * How rare it is to be this far out, in powers of ten: 2 is one in a hundred of all observations. Zero for what is usual.
 */
export const rarity = (tail: Tail, place: number, { usual }: TailOptions): number => {
  if (tail.threshold === undefined || place <= tail.threshold) return 0;
  return (place - tail.threshold) / scaleOf(tail) / Math.LN10 - Math.log10(1 - usual);
};

/**
 * The tail after one more observation, the `count`th. The threshold finds its quantile by itself: it goes up by the usual share of
 * a stride when it is passed and down by the rest when it is not, so it stands still where just that share stays below.
 */
export const learnTail = (
  tail: Tail,
  place: number,
  { usual, memory, tailMemory, count }: TailOptions & { count: number },
): Tail => {
  const before = tail.threshold ?? place + FIRST_MARGIN;
  const gain = Math.max(1 / memory, 1 / (count / 4 + EARLY_MEMORY));
  const threshold = before + (place > before ? usual : usual - 1) * gain * STRIDE * scaleOf(tail);
  if (place <= threshold) return { ...tail, threshold };
  const exceedances = tail.exceedances + 1;
  const scale = tail.scale + (place - threshold - tail.scale) / Math.min(exceedances, tailMemory);
  return { threshold, scale, exceedances };
};
