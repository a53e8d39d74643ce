import type { Duration } from '@troupe/contracts';
import { durationMs } from '@troupe/contracts';

/** How often and how patiently an agent tries again what its handler threw. */
export interface RetryOptions {
  /** Attempts in all, the first one included. Default 5. */
  readonly attempts?: number;
  /** The wait before the second attempt; it doubles from there. Default '100ms'. */
  readonly initial?: Duration;
  /** No wait is longer. Default '10s'. */
  readonly max?: Duration;
}

/** {@link RetryOptions} with its defaults, in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Fills in the defaults. @throws TroupeError CONFIG_INVALID when a duration cannot be read. */
export const retryPolicy = ({ attempts = 5, initial = '100ms', max = '10s' }: RetryOptions = {}): RetryPolicy => ({
  attempts,
  initialMs: durationMs(initial),
  maxMs: durationMs(max),
});

/**
 * The wait after attempt `attempt` (from 1): between half and all of an exponentially growing limit, so that whatever
 * failed together does not come back together. `random` is from [0, 1).
 */
export const backoffMs = (
  { initialMs, maxMs }: Omit<RetryPolicy, 'attempts'>,
  attempt: number,
  random: number,
): number => {
  const limit = Math.min(maxMs, initialMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(limit / 2 + (limit / 2) * random);
};
