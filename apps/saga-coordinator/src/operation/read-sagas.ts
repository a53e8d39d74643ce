import { sql, type Kysely } from 'kysely';
import type { InstanceKey } from '../engine/arrival.ts';
import { keyOf } from '../engine/arrival.ts';
import { toStoredJson } from '../engine/stored-json.ts';
import type { CoordinatorTables, FactRow } from '../engine/tables.ts';
import type { SagaFilter } from './filter.ts';
import { listSagas, type SagaPage } from './list-sagas.ts';
import { storedSaga, type StoredSaga } from './show-saga.ts';

type Db = Kysely<CoordinatorTables>;

const AT_ONCE = 500;

/** The instances that fit, or undefined when there are more than `most`. */
export const selectSagas = async (
  db: Db,
  filter: SagaFilter,
  { nowMs, most }: { readonly nowMs: number; readonly most: number },
): Promise<readonly InstanceKey[] | undefined> => {
  const keys: InstanceKey[] = [];
  let after: SagaPage['next'];
  do {
    const page = await listSagas(db, { ...filter, limit: AT_ONCE, order: 'oldest', after }, nowMs);
    keys.push(...page.sagas.map(({ saga, conversation }) => ({ saga, conversationId: conversation })));
    after = page.next;
    if (keys.length > most) return undefined;
  } while (after !== undefined);
  return keys;
};

const readSome = async (db: Db, keys: readonly InstanceKey[]): Promise<readonly StoredSaga[]> => {
  const given = sql`json_to_recordset(${toStoredJson(
    keys.map(({ saga, conversationId }) => ({ saga, conversation_id: conversationId })),
  )}::json) as key (saga text, conversation_id text)`;
  const { rows } = await sql<CoordinatorTables['sagas']>`
    select s.* from ${given} cross join lateral (
      select * from sagas where saga = key.saga and conversation_id = key.conversation_id offset 0) as s`.execute(db);
  const { rows: facts } = await sql<FactRow>`
    select f.* from ${given} cross join lateral (
      select * from saga_facts where saga = key.saga and conversation_id = key.conversation_id offset 0) as f`.execute(
    db,
  );
  const nameOf = (row: Pick<FactRow, 'saga' | 'conversation_id'>): string =>
    keyOf({ saga: row.saga, conversationId: row.conversation_id });
  const byInstance = Map.groupBy(facts, nameOf);
  return rows.map((row) => storedSaga(row, byInstance.get(nameOf(row)) ?? []));
};

/** Reads instances with their facts, some hundred at a time. What was forgotten meanwhile is left out. */
export async function* readSagas(db: Db, keys: readonly InstanceKey[]): AsyncGenerator<readonly StoredSaga[]> {
  for (let from = 0; from < keys.length; from += AT_ONCE)
    yield await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => readSome(tx, keys.slice(from, from + AT_ONCE)));
}
