/** What a source did in buckets that follow one another; null where that is not known. */
export type Series = readonly (number | null)[];

const isKnown = (value: number | null | undefined): value is number => value !== null && value !== undefined;

/** How far the median of what is normally distributed lies from its middle, in standard deviations: turns a median into one. */
const MEDIAN_DEVIATION = 0.6745;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** What a deviation is usually like: that of the middle half, which no burst makes larger, or of all where that half is all alike. */
const usualDeviation = (values: readonly number[], middle: number): number => {
  const robust = medianOf(values.map((value) => Math.abs(value - middle))) / MEDIAN_DEVIATION;
  return robust > 0 ? robust : Math.sqrt(meanOf(values.map((value) => (value - middle) ** 2)));
};

/** A series around zero, in usual deviations, none of them further than `clip` from its median. One that never changes is zero. */
export const standardized = (series: Series, clip: number): Series => {
  const known = series.filter(isKnown);
  const middle = medianOf(known);
  const deviation = usualDeviation(known, middle);
  const clipped = (value: number): number =>
    deviation > 0 ? Math.max(-clip, Math.min(clip, (value - middle) / deviation)) : 0;
  const mean = meanOf(known.map(clipped));
  return series.map((value) => (isKnown(value) ? clipped(value) - mean : null));
};

/** How two standardized series go together when the second comes `lag` buckets after the first, and in how many buckets. */
export interface Agreement {
  /** From -1 to 1; 0 where nothing varies. */
  readonly correlation: number;
  readonly samples: number;
}

/** Correlates two standardized series at one lag, over the buckets in which both are known. */
export const agreementAt = (first: Series, second: Series, lag: number): Agreement => {
  let [products, firsts, seconds, samples] = [0, 0, 0, 0];
  for (let index = Math.max(0, lag); index < second.length && index - lag < first.length; index++) {
    const [one, other] = [first[index - lag], second[index]];
    if (!isKnown(one) || !isKnown(other)) continue;
    products += one * other;
    firsts += one * one;
    seconds += other * other;
    samples++;
  }
  const scale = Math.sqrt(firsts * seconds);
  return { correlation: scale > 0 ? products / scale : 0, samples };
};
