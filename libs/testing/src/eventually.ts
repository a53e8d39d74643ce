import { setTimeout as delay } from 'node:timers/promises';
import { ensureError, TroupeError } from '@troupe/contracts';

/** How long and how often `eventually` tries. */
export interface EventuallyOptions {
  /** @default 10000 */
  readonly timeoutMs?: number;
  /** @default 50 */
  readonly intervalMs?: number;
}

/**
 * Tries the assertion until it passes, and gives what it returned.
 * @throws TIMEOUT with the message of the last failure
 * @example await eventually(async () => expect(await ordersIn(database)).toHaveLength(3));
 */
export const eventually = async <T>(
  assertion: () => T | Promise<T>,
  { timeoutMs = 10_000, intervalMs = 50 }: EventuallyOptions = {},
): Promise<T> => {
  const deadline = Date.now() + timeoutMs;
  let last = new Error('the assertion did not answer');
  do {
    const outcome = await attempt(assertion, deadline - Date.now());
    if (outcome.passed) return outcome.value;
    last = outcome.failure ?? last;
    await delay(Math.min(intervalMs, Math.max(0, deadline - Date.now())));
  } while (Date.now() < deadline);
  throw new TroupeError('TIMEOUT', `It did not come true within ${timeoutMs} ms; the last failure: ${last.message}`, {
    cause: last,
  });
};

type Outcome<T> = { passed: true; value: T } | { passed: false; failure: Error | undefined };

/** One try, given up when the time is over: an assertion that hangs must not hang the spec. */
const attempt = async <T>(assertion: () => T | Promise<T>, withinMs: number): Promise<Outcome<T>> => {
  const timer = new AbortController();
  const tried = (async (): Promise<Outcome<T>> => ({ passed: true, value: await assertion() }))().catch(
    (thrown: unknown): Outcome<T> => ({ passed: false, failure: ensureError(thrown) }),
  );
  const timedOut = delay<Outcome<T>>(
    Math.max(1, withinMs),
    { passed: false, failure: undefined },
    { signal: timer.signal },
  );
  timedOut.catch(() => undefined);
  try {
    return await Promise.race([tried, timedOut]);
  } finally {
    timer.abort();
  }
};
