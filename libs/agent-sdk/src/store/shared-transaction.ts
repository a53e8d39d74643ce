import { TroupeError, type Timing } from '@troupe/contracts';
import { codeOf, isDatabaseUnavailable, type Database } from '@troupe/database';
import { sql, type Transaction } from 'kysely';
import type { DecisionStore } from './decision-store.ts';
import { keyOf, type Decision } from './decision.ts';
import type { Decided, DecideRequest } from './group-commit.ts';
import { guard } from './guarded-transaction.ts';

/** What one transaction is made of. */
export interface TransactionOptions<Tables> {
  readonly database: Pick<Database<Tables>, 'db'>;
  readonly store: DecisionStore;
  /** See GroupCommitOptions. */
  readonly maxBatchMs: number;
  readonly timing: Timing;
}

/** What became of a batch: by request, or not begun because the time was up. */
export interface Committed<Tables> {
  readonly decided: ReadonlyMap<DecideRequest<Tables>, Decided>;
  readonly postponed: readonly DecideRequest<Tables>[];
}

/** A handler failed, and not because the database went away under it. */
export class HandlerFailed extends Error {
  override readonly name = 'HandlerFailed';
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('A handler failed', { cause: reason });
    this.reason = reason;
  }
}

/** How long a transaction shared by several waits for a lock: two of them may well wait for each other. */
const SHARED_LOCK_MS = 100;

/** Below what the server allows a transaction to idle, so that a handler that waits for something else is named as such. */
const HANDLER_MS = 10_000;

const IN_FAILED_TRANSACTION = '25P02';

/** Whether the connection still answers, be it only to say that the transaction has failed. */
const isAlive = async <Tables>(tx: Transaction<Tables>): Promise<boolean> => {
  try {
    await sql`select 1`.execute(tx);
    return true;
  } catch (error) {
    return codeOf(error) === IN_FAILED_TRANSACTION;
  }
};

const tookTooLong = (limitMs: number): TroupeError =>
  new TroupeError(
    'TIMEOUT',
    `A handler held its transaction for ${limitMs / 1_000} s: do what is slow before the decision, as a recorded step`,
  );

const within = async <Result>(limitMs: number, { after }: Timing, run: () => Promise<Result>): Promise<Result> => {
  const expiry = Promise.withResolvers<never>();
  const callOff = after(limitMs, () => expiry.reject(tookTooLong(limitMs)));
  try {
    return await Promise.race([run(), expiry.promise]);
  } finally {
    callOff();
  }
};

const conclude = async <Tables>(
  request: DecideRequest<Tables>,
  tx: Transaction<Tables>,
  timing: Timing,
): Promise<Decision> => {
  const own = guard(tx);
  try {
    return { ...request.subject, outputs: await within(HANDLER_MS, timing, () => request.run(own.tx)) };
  } catch (error) {
    // A handler may fail over another server in words that fit the database as well: the connection knows better.
    if (isDatabaseUnavailable(error) && !(await isAlive(tx))) throw error;
    throw new HandlerFailed(error);
  } finally {
    own.revoke();
  }
};

const insert = async <Tables>(store: DecisionStore, tx: Transaction<Tables>, decisions: readonly Decision[]) => {
  try {
    return await store.insert(tx, decisions);
  } catch (error) {
    if (codeOf(error) !== IN_FAILED_TRANSACTION) throw error;
    const message = 'A handler went on after a statement of its transaction had failed: let the error pass instead';
    throw new HandlerFailed(new Error(message, { cause: error }));
  }
};

/** Runs handlers until all are through or the time is up; at least one is run. */
const concludeInTime = async <Tables>(
  requests: readonly DecideRequest<Tables>[],
  tx: Transaction<Tables>,
  { maxBatchMs, timing }: Pick<TransactionOptions<Tables>, 'maxBatchMs' | 'timing'>,
) => {
  const concluded: { request: DecideRequest<Tables>; decision: Decision }[] = [];
  const endMs = timing.elapsed() + maxBatchMs;
  for (const [index, request] of requests.entries()) {
    if (index > 0 && timing.elapsed() >= endMs) return { concluded, postponed: requests.slice(index) };
    concluded.push({ request, decision: await conclude(request, tx, timing) });
  }
  return { concluded, postponed: [] };
};

/**
 * Makes the decisions of a batch in one transaction: what was decided before is read, the rest is concluded one after the
 * other and stored. Keys must differ within a batch.
 * @throws HandlerFailed · DecisionLost · the database's own error: in each case nothing has been committed by this call,
 * unless the connection broke during the commit
 */
export const commitTogether = <Tables>(
  requests: readonly DecideRequest<Tables>[],
  { database, store, maxBatchMs, timing }: TransactionOptions<Tables>,
): Promise<Committed<Tables>> =>
  database.db.transaction().execute(async (tx) => {
    if (requests.length > 1) await sql`set local lock_timeout = ${sql.lit(SHARED_LOCK_MS)}`.execute(tx);
    const subjects = requests.map(({ subject }) => subject);
    const known = await store.find(tx, subjects);
    const isNew = ({ subject }: DecideRequest<Tables>): boolean => !known.has(keyOf(subject));
    const { concluded, postponed } = await concludeInTime(requests.filter(isNew), tx, { maxBatchMs, timing });
    const stored =
      concluded.length === 0
        ? []
        : await insert(
            store,
            tx,
            concluded.map(({ decision }) => decision),
          );
    const decided = new Map<DecideRequest<Tables>, Decided>();
    for (const request of requests) {
      const decision = known.get(keyOf(request.subject));
      if (decision !== undefined) decided.set(request, { decision, fresh: false });
    }
    for (const [index, decision] of stored.entries()) {
      const request = concluded[index]?.request;
      if (request !== undefined) decided.set(request, { decision, fresh: true });
    }
    return { decided, postponed };
  });
