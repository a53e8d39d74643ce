import { durationMs, TroupeError, type Duration } from '@troupe/contracts';

/** What may be used together by everybody who names the same limit. The same wherever it is named. */
export interface SharedLimitOptions {
  /** Leases that are held side by side. */
  readonly atOnce?: number;
  /** An amount per time, such as tokens per minute; as much may be used at once. */
  readonly rate?: { readonly amount: number; readonly per: Duration };
  /** How long the lease of a holder that was killed is kept for it. Default '15s'. */
  readonly leaseFor?: Duration;
  /** Who would wait longer gets LIMIT_REACHED. Default '30s'. */
  readonly waitAtMost?: Duration;
}

/** {@link SharedLimitOptions} in milliseconds. */
export interface SharedLimitSettings {
  readonly name: string;
  readonly atOnce?: number;
  readonly rate?: { readonly amount: number; readonly msPerUnit: number; readonly burstMs: number };
  readonly leaseMs: number;
  readonly waitAtMostMs: number;
}

/** What the holder of a lease is given. */
export interface LeaseContext {
  /** Aborted when the lease is lost or the caller gives up: stop what the lease was for. */
  readonly signal: AbortSignal;
}

/** How much of a limit is asked for. */
export interface HoldOptions {
  readonly signal?: AbortSignal;
  /** Of the rate. Default 1. */
  readonly amount?: number;
}

/** A limit that all instances of all agents share. */
export interface SharedLimit {
  /**
   * Runs while a lease is held: waits for its turn, keeps the lease for as long as the run takes, gives it back. What was
   * taken of a rate is used up, whatever becomes of the run.
   * @throws TroupeError LIMIT_REACHED: no room in time, `details.retryAfterMs` says when to come back · LEASE_LOST: it could
   * not be renewed in time · DATABASE_UNAVAILABLE · the signal's reason · what `run` threw
   */
  hold<Result>(run: (lease: LeaseContext) => Promise<Result>, options?: HoldOptions): Promise<Result>;
}

const isCount = (count: number | undefined): boolean => count === undefined || (Number.isInteger(count) && count >= 1);

/** Checks a limit. @throws TroupeError DEFINITION_INVALID · CONFIG_INVALID when a duration cannot be read */
export const limitSettings = (name: string, options: SharedLimitOptions): SharedLimitSettings => {
  const { atOnce, rate, leaseFor = '15s', waitAtMost = '30s' } = options;
  const burstMs = durationMs(rate?.per ?? '1s');
  const leaseMs = durationMs(leaseFor);
  const problems = [
    ...(name !== '' && name.length <= 200 ? [] : ['its name must have 1 to 200 characters']),
    ...(atOnce !== undefined || rate !== undefined ? [] : ['give it atOnce, a rate, or both']),
    ...(isCount(atOnce) && isCount(rate?.amount) ? [] : ['atOnce and rate.amount must be whole numbers from 1']),
    ...(burstMs > 0 && leaseMs > 0 ? [] : ['rate.per and leaseFor must be longer than nothing']),
  ];
  if (problems.length > 0)
    throw new TroupeError('DEFINITION_INVALID', `Limit '${name}': ${problems.join('; ')}`, { details: { problems } });
  return {
    name,
    ...(atOnce !== undefined && { atOnce }),
    ...(rate && { rate: { amount: rate.amount, msPerUnit: burstMs / rate.amount, burstMs } }),
    leaseMs,
    waitAtMostMs: durationMs(waitAtMost),
  };
};
