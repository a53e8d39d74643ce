import type { Logger } from 'pino';

const DAY_MS = 86_400_000;

/**
 * For how many days effects are remembered whose input can be read again for so long, in milliseconds: a day longer, for
 * clocks that differ and for segments that the broker deletes when it gets to it.
 */
export const keepDaysFor = (readableMs: number): number => Math.ceil(readableMs / DAY_MS) + 1;

/** Who can tell how long events can be read again. */
export interface Retaining {
  /** In milliseconds. Default: for ever. */
  readonly readableForMs?: () => Promise<number>;
  readonly log: Pick<Logger, 'warn'>;
}

/** The same, as it is now. While nobody can tell, nothing is forgotten. */
export const keepDaysOf = async ({ readableForMs, log }: Retaining): Promise<number> => {
  try {
    return keepDaysFor((await readableForMs?.()) ?? Number.POSITIVE_INFINITY);
  } catch (error) {
    log.warn({ err: error }, 'cannot tell how long events can be read again: nothing is forgotten this time');
    return Number.POSITIVE_INFINITY;
  }
};
