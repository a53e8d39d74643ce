import { systemTiming, TroupeError, type Timing, type TraceContext } from '@troupe/contracts';
import type { Database } from '@troupe/database';
import { partitionOf } from '@troupe/messaging';
import type { Metrics, Tracing } from '@troupe/observability';
import type { Transaction } from 'kysely';
import { createLane, type Lane } from './commit-lane.ts';
import type { DecisionStore } from './decision-store.ts';
import type { DecisionSubject, StoredDecision, StoredOutput } from './decision.ts';

/** One decision to be made. */
export interface DecideRequest<Tables> {
  readonly subject: DecisionSubject;
  /**
   * Concludes the outputs. What it writes on `tx` is committed exactly if this decision is stored. It may be run again
   * after a rollback and shares the transaction with others, so it touches nothing but `tx`, awaits every statement, lets
   * an error of a statement pass and ends within 10 s.
   */
  readonly run: (tx: Transaction<Tables>) => Promise<readonly StoredOutput[]>;
  /**
   * It was looked for a moment ago and not found: only the insertion finds out whether another was first, and what `run`
   * wrote is rolled back then. Default false.
   */
  readonly isSought?: boolean;
  /** Gives the request up while it waits for its turn. */
  readonly signal: AbortSignal;
  /** The span that waits for it. */
  readonly trace?: TraceContext;
}

/** The one decision about an input. */
export interface Decided {
  readonly decision: StoredDecision;
  /** False when it had been decided before, here or by another instance: nothing was run, or it was rolled back. */
  readonly fresh: boolean;
}

/** Makes decisions that share commits. */
export interface GroupCommit<Tables> {
  /**
   * Resolves once the decision is committed, to the stored one where there already is one.
   * @throws TroupeError DATABASE_UNAVAILABLE: it may have been committed all the same, so ask again · TASK_ABORTED · what
   * `run` threw, when it also threw in a transaction of its own
   */
  decide(request: DecideRequest<Tables>): Promise<Decided>;
  /** Waits for what is under way; what has not begun is given up with TASK_ABORTED. Idempotent. */
  close(): Promise<void>;
}

/** What a group commit is made of. */
export interface GroupCommitOptions<Tables> {
  readonly database: Pick<Database<Tables>, 'db'>;
  readonly store: DecisionStore;
  /** Connections side by side; a conversation always takes the same. Default 2. */
  readonly lanes?: number;
  /** Decisions that share a commit at most. Default 64. */
  readonly maxBatch?: number;
  /** Once handlers have run for so many milliseconds no other is begun before the commit. Default 25. */
  readonly maxBatchMs?: number;
  readonly metrics?: Pick<Metrics, 'commitBatch' | 'commitSeconds' | 'commitWaiting'>;
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
  readonly tracing?: Tracing;
}

// Not the partition of the id itself: an instance that owns the even partitions would use every other lane only.
const laneOf = ({ conversationId }: DecisionSubject, lanes: number): number =>
  partitionOf(`lane of ${conversationId}`, lanes);

/**
 * Many concurrent decisions, one commit: what comes while a transaction runs makes up the next one. Handlers run one
 * after the other, because two on one transaction would not be isolated from each other. Where anything fails, all is
 * rolled back and each decision of the batch is made again in a transaction of its own: only the culprit fails.
 */
export const createGroupCommit = <Tables>(options: GroupCommitOptions<Tables>): GroupCommit<Tables> => {
  const { lanes: count = 2, maxBatch = 64, maxBatchMs = 25, timing = systemTiming } = options;
  const laneOptions = { ...options, maxBatch, maxBatchMs, timing };
  const lanes: Lane<Tables>[] = Array.from({ length: count }, () => createLane(laneOptions));
  let closed: Promise<void> | undefined;
  return {
    decide: (request) => {
      // In range: the partition of a key lies below the number of partitions.
      const lane = lanes[laneOf(request.subject, count)] as Lane<Tables>;
      if (closed !== undefined) return Promise.reject(givenUp());
      options.metrics?.commitWaiting.inc();
      return lane.add(request).finally(() => options.metrics?.commitWaiting.dec());
    },
    close: async () => (closed ??= Promise.all(lanes.map((lane) => lane.close(givenUp()))).then(() => undefined)),
  };
};

const givenUp = (): TroupeError =>
  new TroupeError('TASK_ABORTED', 'The process is stopping: the event is handled after the next start');
