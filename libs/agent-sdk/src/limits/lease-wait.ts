import { setTimeout as delay } from 'node:timers/promises';
import { asUnavailable, type Database } from '@troupe/database';
import { freePlace, leaveLine, takePlace, type Asking } from './lease-store.ts';

const STEP_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Between half and all of a limit that grows with the line: who stands at its end need not ask as often. */
const pauseMs = (before: number): number =>
  Math.min(LONGEST_PAUSE_MS, STEP_MS * (before + 1)) * (0.5 + Math.random() / 2);

/** What may fail: then the time of the lease, or of the number in line, does it. */
const atLeastTry = async (work: Promise<void>): Promise<void> => {
  await work.catch(() => undefined);
};

/**
 * Asks for a place until there is one; resolves to when the statement that took it was sent, by `performance.now`.
 * @throws the signal's reason · TroupeError DATABASE_UNAVAILABLE
 */
export const waitForPlace = async (
  { db }: Pick<Database<object>, 'db'>,
  asking: Asking,
  signal: AbortSignal,
): Promise<number> => {
  let inLine = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const sentMs = performance.now();
      const { taken, before } = await takePlace(db, asking, inLine);
      if (taken && !signal.aborted) return sentMs;
      if (taken) await atLeastTry(freePlace(db, asking));
      else if (inLine) await delay(pauseMs(before), undefined, { signal });
      inLine = true;
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : asUnavailable(error);
  } finally {
    if (inLine) await atLeastTry(leaveLine(db, asking));
  }
};
