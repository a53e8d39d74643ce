import { TroupeError } from '@troupe/contracts';
import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';

/** What became of a guarded call. */
export type GuardOutcome = 'ok' | 'failed' | 'timed-out' | 'refused-open' | 'refused-full' | 'aborted';

/** A failure as the caller gets it, and what it counts as. */
export interface GuardFailure {
  readonly outcome: GuardOutcome;
  readonly error: unknown;
}

/** When a call failed. */
export interface FailureContext {
  readonly name: string;
  /** That of the caller. */
  readonly signal: AbortSignal;
  /** How long the breaker is open from now, after this failure; 0 when it is not. */
  readonly openForMs: number;
  readonly counts: (error: unknown) => boolean;
}

/** The request as it is was refused: the server answered. Those that pass by themselves are not among them. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  return [status, statusCode].find((each) => typeof each === 'number');
};

/** Whether an error says that a dependency is away, not that it refused a request. */
export const isUnavailability = (error: unknown): boolean => {
  if (TroupeError.is(error)) return error.code === 'TIMEOUT';
  const status = statusOf(error);
  return status === undefined || status >= 500 || PASSING.has(status);
};

/** A call that took longer than it may. */
export const timedOut = (name: string, timeoutMs: number, cause: unknown): TroupeError =>
  new TroupeError('TIMEOUT', `${name} did not answer within ${timeoutMs / 1_000} s`, {
    cause,
    details: { dependency: name, timeoutMs },
  });

const away = (name: string, retryAfterMs: number, cause?: unknown): TroupeError =>
  new TroupeError('DEPENDENCY_UNAVAILABLE', `${name} is away: it is asked again in ${retryAfterMs} ms`, {
    cause,
    details: { dependency: name, retryAfterMs },
  });

/** A call that was not made: its dependency is known to be away. */
export const refusedBecauseOpen = (name: string, openForMs: number): TroupeError => away(name, openForMs);

/** Between a breaker that opens again and its next trial at least. */
const SOON_MS = 100;

/** One that this guard made: a guard within the call has refusals of its own. */
const isRefusal = (error: unknown, name: string): boolean =>
  error instanceof BrokenCircuitError ||
  (TroupeError.is(error) && error.code === 'DEPENDENCY_UNAVAILABLE' && error.details['dependency'] === name);

/**
 * What a caller is told. A failure that left the breaker open is the dependency's, not the call's: whoever made the
 * one call that showed it waits like everybody else.
 */
export const asFailure = (error: unknown, { name, signal, openForMs, counts }: FailureContext): GuardFailure => {
  if (signal.aborted) return { outcome: 'aborted', error: signal.reason };
  if (error instanceof BulkheadRejectedError) return { outcome: 'refused-full', error: busy(name, error) };
  if (isRefusal(error, name))
    return {
      outcome: 'refused-open',
      error: TroupeError.is(error) ? error : away(name, Math.max(openForMs, SOON_MS), error),
    };
  const outcome = TroupeError.is(error) && error.code === 'TIMEOUT' ? 'timed-out' : 'failed';
  return { outcome, error: openForMs > 0 && counts(error) ? away(name, openForMs, error) : error };
};

const BUSY_MS = 1_000;

const busy = (name: string, cause: unknown): TroupeError =>
  new TroupeError('DEPENDENCY_BUSY', `Too many calls wait for ${name}: raise 'waiting' or 'atOnce', or ask less`, {
    cause,
    details: { dependency: name, retryAfterMs: BUSY_MS },
  });
