import { asUnavailable, codeOf, isConflict, isDatabaseUnavailable } from '@troupe/database';
import { ensureError, TroupeError } from '@troupe/contracts';
import { LEDGER_CHANNEL, type LedgerTables } from '@troupe/ledger-reader';
import { sql, type Kysely } from 'kysely';
import { withoutCopies, type Entry } from './entry.ts';

/** Another ledger wrote one of the events at the same moment: the next attempt finds it there. */
const UNIQUE_VIOLATION = '23505';
const TRIES = 6;

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
 * Writes what is new among these entries and gives each its position, all in one statement and so in one transaction: no
 * gaps, no copies, however many ledgers write at once. Conversations are locked in the order of their ids, so that two
 * ledgers cannot deadlock; notifications leave with the commit, so whoever is woken finds the rows.
 */
export const appendEntries = async (db: Kysely<LedgerTables>, entries: readonly Entry[]): Promise<void> => {
  const given = JSON.stringify(withoutCopies(entries).map(toJson));
  for (let tries = 1; ; tries += 1) {
    try {
      return await append(db, given);
    } catch (error) {
      if (codeOf(error) !== UNIQUE_VIOLATION || tries === TRIES) throw error;
    }
  }
};

/** Times as numbers, which have no limits of their own; JSON columns as texts within the text. */
const toJson = ({ concluded_at: concluded, appended_at: appended, ...rest }: Entry): object => ({
  ...rest,
  concluded_ms: concluded.getTime(),
  appended_ms: appended.getTime(),
});

// `offset 0` makes Postgres look each event up: it takes what comes out of JSON for a hundred rows, and would read a table
// that was small when the statement was prepared.
const append = async (db: Kysely<LedgerTables>, given: string): Promise<void> => {
  await sql`
    with given as (
      select * from rows from (json_to_recordset(${given}::json) as (
        conversation_id text, event_id text, type text, source text, tenant text, concluded_ms double precision,
        appended_ms double precision, topic_partition integer, topic_offset bigint, causation_id text, parent_id text,
        lamport bigint, hops integer, provenance text, data text)) with ordinality
    ), fresh as materialized (
      select *, row_number() over (partition by conversation_id order by ordinality) as nth,
        count(*) over (partition by conversation_id) as many
      from given where not exists (
        select from events where conversation_id = given.conversation_id and event_id = given.event_id offset 0)
    ), advanced as (
      insert into conversations (conversation_id, last_position)
      select conversation_id, count(*) from fresh group by conversation_id order by conversation_id
      on conflict (conversation_id) do update set last_position = conversations.last_position + excluded.last_position
      returning conversation_id, last_position
    ), written as (
      insert into events (conversation_id, position, event_id, type, source, tenant, concluded_at, appended_at,
        topic_partition, topic_offset, causation_id, parent_id, lamport, hops, provenance, data)
      select conversation_id, last_position - many + nth, event_id, type, source, tenant,
        to_timestamp(concluded_ms / 1000), to_timestamp(appended_ms / 1000), topic_partition, topic_offset,
        causation_id, parent_id, lamport, hops, provenance::json, data::json
      from fresh join advanced using (conversation_id)
    )
    select pg_notify(${LEDGER_CHANNEL}, conversation_id || ' ' || last_position) from advanced`.execute(db);
};
