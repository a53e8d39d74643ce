import { TroupeError, waitBy } from '@troupe/contracts';
import { asUnavailable, isConflict, isDatabaseUnavailable } from '@troupe/database';
import { inSpan, openBatchSpan, type Metrics, type Tracing } from '@troupe/observability';
import { DecisionLost } from './decision-store.ts';
import { keyOf } from './decision.ts';
import type { Decided, DecideRequest } from './group-commit.ts';
import { commitTogether, HandlerFailed, type TransactionOptions } from './shared-transaction.ts';

/** One connection's worth of a group commit. */
export interface Lane<Tables> {
  add(request: DecideRequest<Tables>): Promise<Decided>;
  /** Refuses what waits with `reason` and resolves when what runs has ended. */
  close(reason: Error): Promise<void>;
}

/** What a lane is made of. */
export interface LaneOptions<Tables> extends TransactionOptions<Tables> {
  /** See GroupCommitOptions. */
  readonly maxBatch: number;
  readonly metrics?: Pick<Metrics, 'commitBatch' | 'commitSeconds' | 'commitWaiting'>;
  readonly tracing?: Tracing;
}

interface Waiting<Tables> {
  readonly request: DecideRequest<Tables>;
  readonly resolve: (decided: Decided) => void;
  readonly reject: (error: unknown) => void;
}

/** How often one decision is made again alone after it met another transaction. */
const TRIES_ALONE = 6;
const LONGEST_PAUSE_MS = 40;

const isOutage = (error: unknown): boolean => !(error instanceof HandlerFailed) && isDatabaseUnavailable(error);

const hasMet = (error: unknown): boolean =>
  error instanceof DecisionLost || isConflict(error instanceof HandlerFailed ? error.reason : error);

const reasonOf = (error: unknown): unknown => (error instanceof HandlerFailed ? error.reason : asUnavailable(error));

const tracedCommit = <Tables>(requests: readonly DecideRequest<Tables>[], options: LaneOptions<Tables>) => {
  const traces = requests.map(({ trace = {} }) => trace);
  const span = options.tracing && openBatchSpan(options.tracing, 'commit decisions', traces);
  return inSpan(span, () => commitTogether(requests, options));
};

/** In a transaction of its own; again when another transaction stood in the way or was first, which is looked up then. */
const commitAlone = async <Tables>(given: DecideRequest<Tables>, options: LaneOptions<Tables>): Promise<Decided> => {
  const request = { ...given, isSought: false };
  for (let tries = 1; ; tries += 1) {
    try {
      const { decided } = await tracedCommit([request], options);
      // A batch of one is never postponed.
      return decided.get(request) as Decided;
    } catch (error) {
      if (!hasMet(error) || tries === TRIES_ALONE) throw error;
      await waitBy(options.timing)(options.timing.random() * LONGEST_PAUSE_MS);
    }
  }
};

/** The next batch: the longest waiting first, one of each key. The rest stays. */
const takeBatch = <Tables>(queue: Waiting<Tables>[], limit: number): Waiting<Tables>[] => {
  const keys = new Set<string>();
  const batch: Waiting<Tables>[] = [];
  for (const waiting of queue) {
    const key = keyOf(waiting.request.subject);
    if (batch.length === limit) break;
    if (keys.has(key)) continue;
    keys.add(key);
    batch.push(waiting);
  }
  const taken = new Set(batch);
  queue.splice(0, queue.length, ...queue.filter((waiting) => !taken.has(waiting)));
  return batch;
};

const rejectAborted = <Tables>(batch: readonly Waiting<Tables>[]): Waiting<Tables>[] =>
  batch.filter(({ request, reject }) => {
    if (!request.signal.aborted) return true;
    reject(new TroupeError('TASK_ABORTED', 'The partition was handed over before the decision was made'));
    return false;
  });

/** Each by itself. Once the database is away there is no sense in asking it for the next. */
const commitEach = async <Tables>(batch: readonly Waiting<Tables>[], options: LaneOptions<Tables>): Promise<void> => {
  let outage: unknown;
  for (const waiting of batch) {
    const { request, resolve, reject } = waiting;
    if (outage !== undefined) reject(outage);
    if (outage !== undefined || rejectAborted([waiting]).length === 0) continue;
    try {
      resolve(await commitAlone(request, options));
    } catch (error) {
      reject(reasonOf(error));
      if (isOutage(error)) outage = reasonOf(error);
    }
  }
};

/** Commits a batch in one go. Returns what there was no time for. */
const commitBatch = async <Tables>(
  batch: readonly Waiting<Tables>[],
  options: LaneOptions<Tables>,
): Promise<readonly Waiting<Tables>[]> => {
  const end = options.metrics?.commitSeconds.startTimer();
  const requests = batch.map(({ request }) => request);
  const { decided, postponed } = await tracedCommit(requests, options);
  end?.();
  options.metrics?.commitBatch.observe(decided.size);
  for (const { request, resolve } of batch) {
    const decision = decided.get(request);
    if (decision !== undefined) resolve(decision);
  }
  return batch.filter(({ request }) => postponed.includes(request));
};

/** A queue and the one transaction at a time that empties it. */
export const createLane = <Tables>(options: LaneOptions<Tables>): Lane<Tables> => {
  const queue: Waiting<Tables>[] = [];
  // Large transactions that meet others on the same rows do so again: after a conflict they shrink, and grow slowly.
  let limit = options.maxBatch;
  let running: Promise<void> | undefined;

  const attempt = async (batch: readonly Waiting<Tables>[]): Promise<void> => {
    try {
      queue.unshift(...(await commitBatch(batch, options)));
      limit = Math.min(options.maxBatch, limit + 1);
    } catch (error) {
      if (isConflict(error instanceof HandlerFailed ? error.reason : error)) limit = Math.max(1, limit >> 1);
      if (isOutage(error)) for (const { reject } of batch) reject(reasonOf(error));
      else if (batch.length === 1 && !hasMet(error)) batch[0]?.reject(reasonOf(error));
      else await commitEach(batch, options);
    }
  };

  const work = async (): Promise<void> => {
    // Whatever else this turn of the event loop brings shares the first commit.
    await options.timing.turn();
    while (queue.length > 0) {
      const batch = rejectAborted(takeBatch(queue, limit));
      if (batch.length > 0) await attempt(batch);
    }
  };

  return {
    add: (request) =>
      new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
        running ??= work().finally(() => (running = undefined));
      }),
    close: async (reason) => {
      for (const { reject } of queue.splice(0)) reject(reason);
      await running;
    },
  };
};
