import { ensureError, systemTiming, TroupeError, waitBy } from '@troupe/contracts';
import type { Logger } from 'pino';
import { backoffMs, type RetryPolicy } from '../retry-policy.ts';
import { comesBackMs, isWaitedFor, outageOf, type Outages } from './outage.ts';

/** Says that something failed for good, after how many attempts and why. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
  readonly attempts: number;
  readonly reason: Error;

  constructor(reason: Error, attempts: number) {
    super(reason.message, { cause: reason });
    this.reason = reason;
    this.attempts = attempts;
  }
}

/** How attempts are made. */
export interface AttemptOptions {
  readonly policy: RetryPolicy;
  /** Aborted when the work is handed over: the event stays undone, for whoever gets it. */
  readonly signal: AbortSignal;
  readonly outages: Outages;
  readonly log: Logger;
  /** From [0, 1). */
  readonly random: () => number;
  /** Waits; rejects when the signal aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How patiently a server that is away is asked again, where it does not say when. */
const PATIENCE: RetryPolicy = { attempts: Number.POSITIVE_INFINITY, initialMs: 100, maxMs: 2_000 };

const handedOver = (cause?: unknown): TroupeError =>
  new TroupeError('TASK_ABORTED', 'The partition was handed over: whoever owns it now handles the event', { cause });

const waitFor = waitBy(systemTiming);

const isHandedOver = (error: unknown): boolean => TroupeError.is(error) && error.code === 'TASK_ABORTED';

const isHopeless = (error: unknown): boolean => TroupeError.is(error) && !error.retryable;

/** What came of waiting. */
type Outlasted<T> = { readonly result: T } | { readonly failure: unknown };

/** Waits for a server that is away, or for room, for as long as it takes. */
const outlast = async <T>(run: () => Promise<T>, first: Error, options: AttemptOptions): Promise<Outlasted<T>> => {
  const { outages, signal, random, wait = waitFor } = options;
  const server = outageOf(first);
  const end = server === undefined ? undefined : outages.begin(server, first);
  let last: unknown = first;
  try {
    for (let attempt = 1; ; attempt += 1) {
      await wait(Math.max(backoffMs(PATIENCE, attempt, random()), comesBackMs(last)), signal);
      try {
        return { result: await run() };
      } catch (error) {
        if (signal.aborted || !isWaitedFor(error)) return { failure: error };
        last = error;
      }
    }
  } catch (error) {
    return { failure: error };
  } finally {
    end?.();
  }
};

/**
 * Tries until it succeeds, the attempts are used up or the error can never pass. Waiting for a server that is away,
 * a dependency behind an open breaker, or room in a limit costs no attempt.
 * @throws GaveUp · TroupeError TASK_ABORTED when the work was handed over first
 */
export const withAttempts = async <T>(run: () => Promise<T>, options: AttemptOptions): Promise<T> => {
  const { policy, signal, log, random, wait = waitFor } = options;
  for (let attempt = 1; ; attempt += 1) {
    let failure: unknown;
    try {
      if (signal.aborted) throw handedOver();
      return await run();
    } catch (error) {
      failure = error;
    }
    if (!signal.aborted && isWaitedFor(failure)) {
      const outlasted = await outlast(run, ensureError(failure), options);
      if ('result' in outlasted) return outlasted.result;
      failure = outlasted.failure;
    }
    if (signal.aborted || isHandedOver(failure)) throw handedOver(failure);
    const reason = ensureError(failure);
    if (isHopeless(reason) || attempt >= policy.attempts) throw new GaveUp(reason, attempt);
    log.warn({ err: reason, attempt, of: policy.attempts }, 'attempt failed');
    await wait(backoffMs(policy, attempt, random()), signal).catch((cause: unknown) =>
      Promise.reject(handedOver(cause)),
    );
  }
};
