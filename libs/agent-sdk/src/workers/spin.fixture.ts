/** What a spec asks of a worker. */
export interface Spin {
  /** How long the processor is kept busy, in milliseconds. */
  readonly ms: number;
  readonly then?: 'answer' | 'throw' | 'exit';
}

/** Keeps the processor busy. */
export const work = ({ ms, then = 'answer' }: Spin): string => {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
  if (then === 'throw') throw new RangeError('spun out');
  if (then === 'exit') process.exit(3);
  return `spun for ${ms} ms`;
};
