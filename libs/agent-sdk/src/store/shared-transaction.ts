import { TroupeError, type Timing } from '@troupe/contracts';
import { codeOf, isDatabaseUnavailable, refuseCalls, type Database } from '@troupe/database';
import { sql, type Kysely, type QueryExecutorProvider, type Transaction } from 'kysely';
import type { DecisionStore } from './decision-store.ts';
import { keyOf, type Decision, type StoredDecision } from './decision.ts';
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

/** What a handler concluded, and whether it has read or written anything on its transaction. */
interface Concluded {
  readonly decision: Decision;
  readonly isUsed: boolean;
}

const conclude = async <Tables>(
  request: DecideRequest<Tables>,
  tx: Transaction<Tables>,
  timing: Timing,
): Promise<Concluded> => {
  const own = guard(tx);
  try {
    const outputs = await within(HANDLER_MS, timing, () => request.run(own.tx));
    refuseCalls();
    return { decision: { ...request.subject, outputs }, isUsed: own.isUsed };
  } catch (error) {
    // A handler may fail over another server in words that fit the database as well: the connection knows better.
    if (isDatabaseUnavailable(error) && !(await isAlive(tx))) throw error;
    throw new HandlerFailed(error);
  } finally {
    own.revoke();
  }
};

const insert = async (store: DecisionStore, at: QueryExecutorProvider, decisions: readonly Decision[]) => {
  if (decisions.length === 0) return [];
  try {
    return await store.insert(at, decisions);
  } catch (error) {
    if (codeOf(error) !== IN_FAILED_TRANSACTION) throw error;
    const message = 'A handler went on after a statement of its transaction had failed: let the error pass instead';
    throw new HandlerFailed(new TroupeError('TRANSACTION_MISUSED', message, { cause: error }));
  }
};

/** Runs handlers until all are through or the time is up; at least one is run. */
const concludeInTime = async <Tables>(
  requests: readonly DecideRequest<Tables>[],
  tx: Transaction<Tables>,
  { maxBatchMs, timing }: Pick<TransactionOptions<Tables>, 'maxBatchMs' | 'timing'>,
) => {
  const concluded: Concluded[] = [];
  const endMs = timing.elapsed() + maxBatchMs;
  for (const request of requests) {
    if (concluded.length > 0 && timing.elapsed() >= endMs) break;
    concluded.push(await conclude(request, tx, timing));
  }
  return { decisions: concluded.map(({ decision }) => decision), isUsed: concluded.some(({ isUsed }) => isUsed) };
};

/**
 * Concludes decisions and stores them, with what handlers wrote in one transaction. Where none has run a statement there is
 * nothing to keep together, and no transaction: the insertion alone commits. As many as there was time for.
 */
const concludeAndStore = async <Tables>(
  requests: readonly DecideRequest<Tables>[],
  connection: Kysely<Tables>,
  { store, maxBatchMs, timing }: TransactionOptions<Tables>,
): Promise<readonly StoredDecision[]> => {
  const { isUsed, stored, decisions } = await connection.transaction().execute(async (tx) => {
    if (requests.length > 1) await sql`set local lock_timeout = ${sql.lit(SHARED_LOCK_MS)}`.execute(tx);
    const made = await concludeInTime(requests, tx, { maxBatchMs, timing });
    return { ...made, stored: made.isUsed ? await insert(store, tx, made.decisions) : [] };
  });
  return isUsed ? stored : insert(store, connection, decisions);
};

/** What was decided before, of that which nobody has looked for. */
const findUnsought = async <Tables>(
  requests: readonly DecideRequest<Tables>[],
  connection: Kysely<Tables>,
  { store }: Pick<TransactionOptions<Tables>, 'store'>,
): Promise<ReadonlyMap<string, StoredDecision>> => {
  const unsought = requests.filter(({ isSought = false }) => !isSought).map(({ subject }) => subject);
  return unsought.length === 0 ? new Map() : store.find(connection, unsought);
};

/**
 * Makes the decisions of a batch in one commit: what was decided before is read, the rest is concluded one after the other
 * and stored. Keys must differ within a batch.
 * @throws HandlerFailed · DecisionLost · the database's own error: in each case no state has been committed by this call,
 * unless the connection broke during the commit
 */
export const commitTogether = <Tables>(
  requests: readonly DecideRequest<Tables>[],
  options: TransactionOptions<Tables>,
): Promise<Committed<Tables>> =>
  options.database.db.connection().execute(async (connection) => {
    const known = await findUnsought(requests, connection, options);
    const fresh = requests.filter(({ subject }) => !known.has(keyOf(subject)));
    const stored = fresh.length === 0 ? [] : await concludeAndStore(fresh, connection, options);
    const decided = new Map<DecideRequest<Tables>, Decided>();
    for (const request of requests) {
      const decision = known.get(keyOf(request.subject));
      if (decision !== undefined) decided.set(request, { decision, fresh: false });
    }
    for (const [index, request] of fresh.entries()) {
      const decision = stored[index];
      if (decision !== undefined) decided.set(request, { decision, fresh: true });
    }
    return { decided, postponed: fresh.slice(stored.length) };
  });
