/** The value below which the share `q` (0 to 1) of `values` lies; undefined when there are none. Nearest rank. */
export const percentile = (values: readonly number[], q: number): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * q) - 1)];

/** Milliseconds in a column; a dash where there are none. */
export const ms = (value: number | undefined): string =>
  (value === undefined ? '–' : `${Math.round(value)} ms`).padStart(7);

/** The median and the 99th percentile of milliseconds, in columns. */
export const p50AndP99 = (values: readonly number[]): string =>
  `p50 ${ms(percentile(values, 0.5))}   p99 ${ms(percentile(values, 0.99))}`;
