import { isConflict, isDatabaseUnavailable } from '@troupe/database';
import { sql, type Transaction } from 'kysely';
import type { Advance } from './advance.ts';
import type { Arrival } from './arrival.ts';
import { runBisected, type Outcome } from './bisect.ts';
import { countAdvances } from './count-advances.ts';
import { lockAll, settleLocked, type SagaTransactionParts, type Settled } from './saga-transaction.ts';
import type { CoordinatorTables, SagaRow } from './tables.ts';

type Tx = Transaction<CoordinatorTables>;

/** Undoes what a part of the transaction did when it fails, and goes on with the transaction. */
const underSavepoint = async <Result>(tx: Tx, run: () => Promise<Result>): Promise<Result> => {
  await sql`savepoint part`.execute(tx);
  try {
    const result = await run();
    await sql`release savepoint part`.execute(tx);
    return result;
  } catch (error) {
    // A connection that broke has undone it, and says so itself when it is used next.
    if (!isDatabaseUnavailable(error)) await sql`rollback to savepoint part`.execute(tx);
    throw error;
  }
};

/** Rows that were made for arrivals of which none was kept. */
const dropEmpty = async (tx: Tx, rows: Iterable<SagaRow>, { sagas }: SagaTransactionParts): Promise<void> => {
  const empty = [...rows].filter(({ facts }) => facts === 0);
  if (empty.length > 0) await sagas.dropInstances(tx, empty);
};

const commitHalves = async (
  tx: Tx,
  arrivals: readonly Arrival[],
  parts: SagaTransactionParts,
): Promise<{ readonly outcomes: readonly Outcome<Settled>[]; readonly changed: readonly Advance[] }> => {
  // All locks are taken first and outside of the parts: in one order, and kept whatever becomes of a part.
  const rows = new Map(await lockAll(tx, arrivals, parts));
  const changed: Advance[] = [];
  const run = async (items: readonly Arrival[]): Promise<readonly Settled[]> => {
    const { settled, advances } = await underSavepoint(tx, () => settleLocked(tx, items, rows, parts));
    for (const [key, advance] of advances) rows.set(key, advance.row);
    changed.push(...advances.values());
    return settled;
  };
  const endsAll = (error: unknown): boolean => isConflict(error) || isDatabaseUnavailable(error);
  const outcomes = await runBisected(arrivals, { run, endsAll });
  await dropEmpty(tx, rows.values(), parts);
  return { outcomes, changed };
};

/**
 * Deals with a batch that failed as a whole, still in one transaction: it is halved under savepoints until each culprit is
 * alone. What is no culprit is committed, with one commit.
 * @throws Overtaken · the database's own error when the transaction could not go on; nothing is committed then
 */
export const commitApart = async (
  arrivals: readonly Arrival[],
  parts: SagaTransactionParts,
): Promise<readonly Outcome<Settled>[]> => {
  const { outcomes, changed } = await parts.database.db
    .transaction()
    .execute((tx) => commitHalves(tx, arrivals, parts));
  countAdvances(changed, parts.metrics);
  return outcomes;
};
