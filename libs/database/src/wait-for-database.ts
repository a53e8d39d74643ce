import { setTimeout as delay } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
import { sql } from 'kysely';
import { isDatabaseUnavailable } from './availability.ts';
import type { Database } from './connect-database.ts';

/** How to wait. */
export interface WaitOptions {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Told once per attempt that failed, with the attempt's number from 1. */
  readonly onWaiting?: (error: unknown, attempt: number) => void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

const pauseMs = (attempt: number): number => {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return longest * (0.5 + Math.random() / 2);
};

const pause = async (attempt: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(pauseMs(attempt), undefined, { signal });
  } catch (cause) {
    throw new TroupeError('DATABASE_UNAVAILABLE', 'Stopped waiting for the database', { cause });
  }
};

/**
 * Resolves once the database answers, asking again with growing pauses (at most 2 s) for as long as it is away.
 * @throws at once what waiting cannot mend, such as a wrong password; TroupeError DATABASE_UNAVAILABLE when aborted
 */
export const waitForDatabase = async <Tables>(
  database: Database<Tables>,
  { signal, onWaiting }: WaitOptions,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sql`select 1`.execute(database.db);
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      onWaiting?.(error, attempt);
    }
    await pause(attempt, signal);
  }
};
