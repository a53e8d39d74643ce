import { asUnavailable, isConflict, isDatabaseUnavailable } from '@troupe/database';
import { ensureError, TroupeError } from '@troupe/contracts';
import { LEDGER_CHANNEL, type LedgerTables } from '@troupe/ledger-reader';
import { sql, type Kysely, type Transaction } from 'kysely';
import { idOf, withoutCopies, withPositions, type Entry } from './entry.ts';

/** Rows that one statement writes at most: a statement takes 65,535 parameters. */
const ROWS_PER_STATEMENT = 2_000;

/**
 * Appends entries as one batch. Where one of them cannot be kept, each is appended alone, so that only the culprit fails.
 * @returns for each entry why it was not kept; undefined where it was
 * @throws TroupeError DATABASE_UNAVAILABLE for what is no entry's fault: it is away, or other transactions stood in the way
 */
export const appendBatch = async (
  db: Kysely<LedgerTables>,
  entries: readonly Entry[],
): Promise<readonly (Error | undefined)[]> => {
  try {
    await appendEntries(db, entries);
    return entries.map(() => undefined);
  } catch (error) {
    if (isConflict(error))
      throw new TroupeError('DATABASE_UNAVAILABLE', 'Other transactions hold the rows: they are tried again', {
        cause: error,
      });
    if (isDatabaseUnavailable(error)) throw asUnavailable(error);
    if (entries.length === 1) return [ensureError(error)];
  }
  const results: (Error | undefined)[] = [];
  for (const entry of entries) results.push(...(await appendBatch(db, [entry])));
  return results;
};

/**
 * Writes what is new among these entries and gives each its position, in one transaction: no gaps, no copies, however
 * many ledgers write at once. Conversations are locked in the order of their ids, so that two ledgers cannot deadlock.
 */
export const appendEntries = (db: Kysely<LedgerTables>, entries: readonly Entry[]): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const conversations = [...new Set(entries.map((entry) => entry.conversation_id))].sort();
    const lastPositions = await lockConversations(tx, conversations);
    const known = await knownAmong(tx, entries);
    const fresh = withoutCopies(entries).filter((entry) => !known.has(idOf(entry)));
    if (fresh.length === 0) return;
    const rows = withPositions(fresh, lastPositions);
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
      await tx
        .insertInto('events')
        .values(rows.slice(start, start + ROWS_PER_STATEMENT))
        .execute();
    await advance(tx, new Map(rows.map((row) => [row.conversation_id, row.position])));
  });

const lockConversations = async (
  tx: Transaction<LedgerTables>,
  conversations: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  await sql`
    insert into conversations (conversation_id)
    select id from unnest(${conversations}::text[]) as id order by id
    on conflict do nothing`.execute(tx);
  const locked = await tx
    .selectFrom('conversations')
    .select(['conversation_id', 'last_position'])
    .where('conversation_id', 'in', [...conversations])
    .orderBy('conversation_id')
    .forUpdate()
    .execute();
  return new Map(locked.map((row) => [row.conversation_id, row.last_position]));
};

const knownAmong = async (tx: Transaction<LedgerTables>, entries: readonly Entry[]): Promise<ReadonlySet<string>> => {
  const conversations = entries.map((entry) => entry.conversation_id);
  const events = entries.map((entry) => entry.event_id);
  const { rows } = await sql<{ conversation_id: string; event_id: string }>`
    select conversation_id, event_id from events
    where (conversation_id, event_id) in (select * from unnest(${conversations}::text[], ${events}::text[]))`.execute(
    tx,
  );
  return new Set(rows.map(idOf));
};

/** Notifications leave with the commit, so whoever is woken finds the rows. */
const advance = async (tx: Transaction<LedgerTables>, positions: ReadonlyMap<string, number>): Promise<void> => {
  await sql`
    with advanced as (
      update conversations set last_position = latest.position
      from unnest(${[...positions.keys()]}::text[], ${[...positions.values()]}::integer[]) as latest (id, position)
      where conversations.conversation_id = latest.id
      returning conversations.conversation_id, conversations.last_position
    )
    select pg_notify(${LEDGER_CHANNEL}, conversation_id || ' ' || last_position) from advanced`.execute(tx);
};
