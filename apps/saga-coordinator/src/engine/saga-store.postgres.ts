import { sql, type Transaction } from 'kysely';
import { keyOf, type InstanceArrivals } from './arrival.ts';
import type { Advance } from './advance.ts';
import { readTimers, restTimer } from './due-timers.ts';
import { dropRefused, saveOrphans } from './early-store.ts';
import type { NewInstance, SagaStore } from './saga-store.ts';
import { factOf, factRow, type KeptFact } from './stored-fact.ts';
import { toStoredJson } from './stored-json.ts';
import type { CoordinatorTables, FactRow, SagaRow } from './tables.ts';

type Tx = Transaction<CoordinatorTables>;

const rowKey = (row: Pick<SagaRow, 'saga' | 'conversation_id'>): string =>
  keyOf({ saga: row.saga, conversationId: row.conversation_id });

// `offset 0` and `on conflict` keep Postgres from joining a whole table with the few rows that are meant: it takes what
// comes out of JSON for a hundred rows, and a prepared plan lasts until the table is analysed the next time.

/** One round trip, and no row is written that is there. */
const lockInstances = async (tx: Tx, instances: readonly NewInstance[]): Promise<ReadonlyMap<string, SagaRow>> => {
  const given = toStoredJson(
    instances.map(({ saga, conversationId, partition, version }) => ({
      saga,
      conversation_id: conversationId,
      partition,
      version,
    })),
  );
  const { rows } = await sql<SagaRow>`
    with given as (
      select * from rows from (json_to_recordset(${given}::json) as (
        saga text, conversation_id text, partition integer, version text)) with ordinality
    ), made as (
      insert into sagas (saga, conversation_id, partition, version, status)
      select saga, conversation_id, partition, version, 'awaiting-start' from given order by ordinality
      on conflict do nothing
      returning saga, conversation_id, partition, version, status, outcome, facts, decisions, due_ms, orphaned
    ), locked as (
      select s.* from (select saga, conversation_id from given order by ordinality) as key cross join lateral (
        select saga, conversation_id, partition, version, status, outcome, facts, decisions, due_ms, orphaned
        from sagas where saga = key.saga and conversation_id = key.conversation_id for update offset 0
      ) as s
    )
    select * from made union all select * from locked`.execute(tx);
  return new Map(rows.map((row) => [rowKey(row), row]));
};

const keepFacts = async (
  tx: Tx,
  instances: readonly InstanceArrivals[],
): Promise<ReadonlyMap<string, readonly KeptFact[]>> => {
  const given = instances.flatMap((instance) => instance.events.map((event) => factRow(instance, event)));
  const keys = toStoredJson(instances.map(({ saga, conversationId }) => ({ saga, conversation_id: conversationId })));
  // What the statement reads is what was there before it: the new facts are not among it.
  const { rows } = await sql<FactRow>`
    with kept as (
      insert into saga_facts (saga, conversation_id, event_id, kind, type, appended_ms, time_ms, trail, data, format)
      select * from json_to_recordset(${toStoredJson(given)}::json) as (
        saga text, conversation_id text, event_id text, kind text, type text, appended_ms bigint, time_ms bigint,
        trail json, data json, format smallint)
      on conflict do nothing
    )
    select f.saga, f.conversation_id, f.event_id, f.kind, f.type, f.appended_ms, f.time_ms, f.trail, f.data, f.format
    from json_to_recordset(${keys}::json) as key (saga text, conversation_id text) cross join lateral (
      select * from saga_facts where saga = key.saga and conversation_id = key.conversation_id offset 0
    ) as f`.execute(tx);
  const known = Map.groupBy(rows, rowKey);
  return new Map([...known].map(([key, facts]) => [key, facts.map(factOf)]));
};

const saveTimerFacts = async (tx: Tx, facts: readonly FactRow[]): Promise<void> => {
  if (facts.length === 0) return;
  await sql`
    insert into saga_facts (saga, conversation_id, event_id, kind, type, appended_ms, time_ms, format)
    select * from json_to_recordset(${toStoredJson(facts)}::json) as (
      saga text, conversation_id text, event_id text, kind text, type text, appended_ms bigint, time_ms bigint,
      format smallint)`.execute(tx);
};

/** Writes each result into its table of the main database; the last version of a row wins. */
const savePackaged = async (tx: Tx, advances: readonly Advance[]): Promise<void> => {
  const packaged = advances.flatMap((each) => (each.packaged === undefined ? [] : [each.packaged]));
  for (const [table, results] of Map.groupBy(packaged, (each) => each.table)) {
    const columns = Object.keys(results[0]?.row ?? {});
    const names = sql.join(columns.map((column) => sql.id(column)));
    const news = columns
      .filter((column) => column !== 'id')
      .map((name) => sql`${sql.id(name)} = excluded.${sql.id(name)}`);
    await sql`
      insert into ${sql.id('main', table)} (${names})
      select ${names} from json_populate_recordset(
        null::${sql.id('main', table)}, ${toStoredJson(results.map(({ row }) => row))}::json)
      on conflict (id) do update set ${sql.join(news)}`.execute(tx);
  }
};

/** The rows of locked instances are all there. */
const saveAdvances = async (tx: Tx, advances: readonly Advance[]): Promise<void> => {
  if (advances.length === 0) return;
  const rows = advances.map(({ row, listing, isDueChanged }) => ({
    ...row,
    started_ms: listing.startedMs,
    business_key: listing.businessKey,
    open_steps: listing.openSteps,
    is_due_changed: isDueChanged,
  }));
  await sql`
    with given as materialized (
      select * from json_to_recordset(${toStoredJson(rows)}::json) as (
        saga text, conversation_id text, partition integer, version text, status text, outcome text, facts integer,
        decisions json, due_ms bigint, started_ms bigint, business_key text, open_steps text[], orphaned boolean,
        is_due_changed boolean)
    ), timed as (
      insert into saga_timers (saga, conversation_id, partition, due_ms)
      select saga, conversation_id, partition, due_ms from given where is_due_changed and due_ms is not null
      on conflict (saga, conversation_id) do update set due_ms = excluded.due_ms
    ), cleared as (
      delete from saga_timers t using given
      where is_due_changed and given.due_ms is null
        and t.saga = given.saga and t.conversation_id = given.conversation_id
    )
    insert into sagas (saga, conversation_id, partition, version, status, outcome, facts, decisions, due_ms,
      started_ms, business_key, open_steps, orphaned)
    select saga, conversation_id, partition, version, status, outcome, facts, decisions, due_ms,
      started_ms, business_key, open_steps, orphaned from given
    on conflict (saga, conversation_id) do update set version = excluded.version, status = excluded.status,
      outcome = excluded.outcome, facts = excluded.facts, decisions = excluded.decisions, due_ms = excluded.due_ms,
      started_ms = excluded.started_ms, business_key = excluded.business_key, open_steps = excluded.open_steps,
      orphaned = excluded.orphaned, changed_at = now()`.execute(tx);
  await saveTimerFacts(
    tx,
    advances.flatMap(({ timers }) => timers),
  );
  await savePackaged(tx, advances);
  await dropRefused(tx, advances);
  await saveOrphans(tx, advances);
};

const rewriteFacts = async (tx: Tx, facts: readonly FactRow[]): Promise<void> => {
  if (facts.length === 0) return;
  await sql`
    update saga_facts f set kind = n.kind, type = n.type, data = n.data, format = n.format
    from json_to_recordset(${toStoredJson(facts)}::json) as n (
      saga text, conversation_id text, event_id text, kind text, type text, data json, format smallint)
    where f.saga = n.saga and f.conversation_id = n.conversation_id and f.event_id = n.event_id`.execute(tx);
};

const dropInstances = async (tx: Tx, rows: readonly Pick<SagaRow, 'saga' | 'conversation_id'>[]): Promise<void> => {
  const keys = rows.map(({ saga, conversation_id }) => ({ saga, conversation_id }));
  await sql`
    delete from sagas s using json_to_recordset(${toStoredJson(keys)}::json) as key (saga text, conversation_id text)
    where s.saga = key.saga and s.conversation_id = key.conversation_id`.execute(tx);
};

/** Instances in the coordinator's own schema, and results in the main database. */
export const postgresSagaStore: SagaStore = {
  lockInstances,
  keepFacts,
  saveAdvances,
  rewriteFacts,
  dropInstances,
  readTimers,
  restTimer,
};
