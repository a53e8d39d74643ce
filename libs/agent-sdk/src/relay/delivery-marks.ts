import type { Timing } from '@troupe/contracts';
import type { Logger } from 'pino';
import type { DecisionStore } from '../store/decision-store.ts';
import type { StoredDecision } from '../store/decision.ts';

/** Remembers what was acknowledged and tells the store in batches, off the path of any event. */
export interface DeliveryMarks {
  add(decision: StoredDecision): void;
  /** Whether this position was acknowledged, as far as a sweep that is under way can still find it. */
  has(position: number): boolean;
  /**
   * Runs a query for undelivered decisions. What was marked before it began cannot be in its result, so that much is
   * forgotten afterwards.
   */
  during<Result>(query: () => Promise<Result>): Promise<Result>;
  /** Tells the store now. @throws the store's error; what could not be marked is tried again with the next */
  flush(): Promise<void>;
  /** Tells the store what is left, if it answers; what cannot be marked is published once more later. Idempotent. */
  close(): Promise<void>;
}

const LINGER_MS = 50;
const AT_ONCE = 1_000;

/** Marks that have not been flushed wait at most 50 ms. */
export const createDeliveryMarks = (
  store: Pick<DecisionStore, 'markDelivered'>,
  log: Logger,
  { after }: Timing,
): DeliveryMarks => {
  const known = new Set<number>();
  let unmarked: StoredDecision[] = [];
  let marked: number[] = [];
  let flushing: Promise<void> | undefined;
  let callOff: (() => void) | undefined;
  let closed = false;

  const flushAll = async (): Promise<void> => {
    while (unmarked.length > 0) {
      const batch = unmarked.slice(0, AT_ONCE);
      await store.markDelivered(batch);
      unmarked = unmarked.slice(batch.length);
      marked.push(...batch.map(({ position }) => position));
    }
  };

  const flush = (): Promise<void> => (flushing ??= flushAll().finally(() => (flushing = undefined)));

  const flushQuietly = (): Promise<void> =>
    flush().catch((error: unknown) => {
      log.warn({ err: error, decisions: unmarked.length }, 'marking decisions as delivered failed: tried again');
      schedule();
    });

  const schedule = (): void => {
    if (closed) return;
    callOff ??= after(LINGER_MS, () => {
      callOff = undefined;
      void flushQuietly();
    });
  };

  return {
    add: (decision) => {
      known.add(decision.position);
      unmarked.push(decision);
      schedule();
    },
    has: (position) => known.has(position),
    during: async (query) => {
      const before = marked;
      marked = [];
      try {
        return await query();
      } finally {
        for (const position of before) known.delete(position);
      }
    },
    flush,
    close: async () => {
      closed = true;
      callOff?.();
      await flushQuietly();
    },
  };
};
