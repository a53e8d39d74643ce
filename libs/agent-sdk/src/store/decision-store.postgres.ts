import { codeOf, type Database } from '@troupe/database';
import { sql, type QueryExecutorProvider } from 'kysely';
import { dayOf, daysOf, fromRow, toJson, type DecisionRow } from './decision-row.ts';
import { DecisionLost, EventsSpent, type DecisionStore } from './decision-store.ts';
import { maintainDecisions } from './decision-upkeep.ts';
import { keyOf, storable, type Decision, type DecisionKey, type StoredDecision } from './decision.ts';

/** What points at a decision that has yet to be published. */
interface Pointer {
  readonly partition: number;
  readonly day: string;
  readonly decider: string;
  readonly input_id: string;
  readonly position: number;
}

/** Where rows are looked for: every combination of these, of which the caller takes what it meant. */
interface Sought {
  readonly days: readonly string[];
  readonly deciders: readonly string[];
  readonly inputIds: readonly string[];
}

const select = async (at: QueryExecutorProvider, { days, deciders, inputIds }: Sought): Promise<DecisionRow[]> => {
  // A range, not a list: partitions outside it are left out even of a plan that was made before the days were known.
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)];
  const { rows } = await sql<DecisionRow>`
    select d.decider, d.input_id, d.conversation_id, d.partition, d.position, d.input_time_ms, d.outcome, d.outputs,
      u.position is null as delivered
    from decisions d left join undelivered u on u.partition = d.partition and u.position = d.position
    where d.day between ${first}::date and ${last}::date and d.decider = any(${deciders}::text[])
      and d.input_id = any(${inputIds}::text[])`.execute(at);
  return rows;
};

const find = async (
  at: QueryExecutorProvider,
  keys: readonly DecisionKey[],
): Promise<ReadonlyMap<string, StoredDecision>> => {
  const sought = new Map(keys.map((key) => [keyOf(key), dayOf(key.inputTimeMs)]));
  const rows = await select(at, {
    days: daysOf(keys),
    deciders: [...new Set(keys.map(({ decider }) => decider))],
    inputIds: keys.map(({ inputId }) => storable(inputId)),
  });
  const meant = rows.map(fromRow).filter((row) => sought.get(keyOf(row)) === dayOf(row.inputTimeMs));
  return new Map(meant.map((decision) => [keyOf(decision), decision]));
};

interface Inserted {
  readonly decider: string;
  readonly input_id: string;
  readonly position: number;
  readonly events?: number;
}

/** What was decided just now, and nothing else, counts; the table refuses more than a conversation may have. */
const COUNTED = sql`, counted as (
      insert into busy_conversations as known (conversation_id, events, most)
      select conversation_id, count(*), min(most) from decided join given using (decider, input_id, conversation_id)
      where most is not null group by conversation_id order by conversation_id
      on conflict (conversation_id) do update
        set events = known.events + excluded.events, most = excluded.most, counted_at = now()
      returning conversation_id, events
    )
    select decider, input_id, position, events from decided left join counted using (conversation_id)`;
const UNCOUNTED = sql`
    select decider, input_id, position from decided`;

const insertAbsent = async (at: QueryExecutorProvider, decisions: readonly Decision[]) => {
  const { rows } = await sql<Inserted>`
    with given as (
      select * from rows from (json_to_recordset(${toJson(decisions)}::json) as (
        day date, decider text, input_id text, conversation_id text, partition integer, input_time_ms bigint,
        outcome text, outputs text, most bigint)) with ordinality
    ), decided as (
      insert into decisions (day, decider, input_id, conversation_id, partition, input_time_ms, outcome, outputs)
      select day, decider, input_id, conversation_id, partition, input_time_ms, outcome, outputs::json
      from given order by ordinality
      on conflict do nothing
      returning day, decider, input_id, conversation_id, partition, position, outputs
    ), pointed as (
      insert into undelivered (partition, position, day, decider, input_id)
      select partition, position, day, decider, input_id from decided where json_array_length(outputs) > 0
    )${decisions.some(({ countsUpTo }) => countsUpTo !== undefined) ? COUNTED : UNCOUNTED}`.execute(at);
  return new Map(rows.map((row) => [keyOf({ decider: row.decider, inputId: row.input_id }), row]));
};

const CHECK_VIOLATION = '23514';

/** Of the tables that are written here only one has a check that decisions can fail. */
const asSpent = (error: unknown): never => {
  throw codeOf(error) === CHECK_VIOLATION ? new EventsSpent(error) : error;
};

const insert = async (
  at: QueryExecutorProvider,
  decisions: readonly Decision[],
): Promise<readonly StoredDecision[]> => {
  const positions = await insertAbsent(at, decisions).catch(asSpent);
  const lost = decisions.map(keyOf).filter((key) => !positions.has(key));
  if (lost.length > 0) throw new DecisionLost(new Set(lost));
  return decisions.map((decision) => {
    // Present for every key, or the decision would count as lost.
    const { position, events } = positions.get(keyOf(decision)) as Inserted;
    const counted = decision.countsUpTo !== undefined && events !== undefined && { events };
    return { ...decision, position, delivered: decision.outputs.length === 0, ...counted };
  });
};

const pointers = async (at: QueryExecutorProvider, partitions: readonly number[], limit: number) => {
  const { rows } = await sql<Pointer>`
    select u.partition, u.day::text as day, u.decider, u.input_id, u.position
    from unnest(${partitions}::integer[]) as owned (partition)
    cross join lateral (
      select * from undelivered where undelivered.partition = owned.partition order by position limit ${limit}
    ) as u`.execute(at);
  return rows;
};

const isFull = (found: readonly Pointer[], limit: number): boolean => {
  const counts = new Map<number, number>();
  for (const { partition } of found) counts.set(partition, (counts.get(partition) ?? 0) + 1);
  return [...counts.values()].some((count) => count >= limit);
};

const read = async (at: QueryExecutorProvider, found: readonly Pointer[]): Promise<readonly StoredDecision[]> => {
  if (found.length === 0) return [];
  const meant = new Set(found.map(({ position }) => position));
  const rows = await select(at, {
    days: [...new Set(found.map(({ day }) => day))],
    deciders: [...new Set(found.map(({ decider }) => decider))],
    inputIds: found.map(({ input_id }) => input_id),
  });
  return rows
    .map(fromRow)
    .filter(({ position, delivered }) => !delivered && meant.has(position))
    .toSorted((one, other) => one.position - other.position);
};

const forgetPointers = async (at: QueryExecutorProvider, decisions: readonly StoredDecision[]): Promise<void> => {
  if (decisions.length === 0) return;
  await sql`
    delete from undelivered using unnest(
      ${decisions.map(({ partition }) => partition)}::integer[],
      ${decisions.map(({ position }) => position)}::bigint[]) as done (partition, position)
    where undelivered.partition = done.partition and undelivered.position = done.position`.execute(at);
};

/** The decision store in a service's own schema, whose tables `decisionMigrations` made. */
export const createDecisionStore = <Tables>({ db }: Pick<Database<Tables>, 'db'>): DecisionStore => ({
  find: (at, keys) => find(at, keys),
  insert: (at, decisions) => insert(at, decisions),
  undelivered: async (partitions, limit, isKnown) => {
    const found = await pointers(db, partitions, limit);
    const unknown = found.filter(({ position }) => !isKnown(position));
    return { decisions: await read(db, unknown), more: isFull(found, limit) };
  },
  markDelivered: (decisions) => forgetPointers(db, decisions),
  maintain: (upkeep) => maintainDecisions(db, upkeep),
});
