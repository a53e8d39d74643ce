import { setTimeout as delay } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';

/** A lease while it is held. */
export interface HeldLeaseOptions {
  readonly name: string;
  readonly leaseMs: number;
  /** When the statement that took it was sent, by `performance.now`: the database counts from no earlier. */
  readonly sinceMs: number;
  /** Renews it; false when it has run out. */
  readonly renew: () => Promise<boolean>;
}

/** A lease that is renewed until it is let go. */
export interface HeldLease {
  /** Aborted with LEASE_LOST when it has run out. */
  readonly lost: AbortSignal;
  /** Ends the renewals. */
  end(): void;
}

/** Renewals within the time of a lease. */
const RENEWALS = 3;
/** The part of its time that a holder counts on: it stops while the database still keeps its place. */
const COUNTED_ON = 0.8;

/**
 * Renews a lease three times within its time. It counts as lost before its time has passed since the last renewal
 * was sent: the holder stops before the database lets anybody else in.
 */
export const keepLease = ({ name, leaseMs, sinceMs, renew }: HeldLeaseOptions): HeldLease => {
  const ended = new AbortController();
  const lost = new AbortController();
  let untilMs = sinceMs + leaseMs * COUNTED_ON;
  const lose = (cause?: unknown): void => {
    const message = `The lease of ${name} ran out: it could not be renewed in time`;
    lost.abort(new TroupeError('LEASE_LOST', message, { cause, details: { limit: name } }));
  };
  const renewOnce = async (): Promise<void> => {
    const sentMs = performance.now();
    if (await renew()) untilMs = sentMs + leaseMs * COUNTED_ON;
    else lose();
  };
  const watch = async (): Promise<void> => {
    let failure: unknown;
    while (!ended.signal.aborted && !lost.signal.aborted) {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) return lose(failure);
      await delay(Math.min(leaseMs / RENEWALS, leftMs), undefined, { signal: ended.signal, ref: false });
      // One that is not answered is given up when the time is over.
      const inTime = delay(Math.max(0, untilMs - performance.now()), undefined, { signal: ended.signal, ref: false });
      await Promise.race([renewOnce(), inTime]).catch((error: unknown) => (failure = error));
    }
  };
  // Ends by an abort only, which is no failure.
  void watch().catch(() => undefined);
  return { lost: lost.signal, end: () => ended.abort() };
};
