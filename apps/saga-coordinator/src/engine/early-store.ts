import { sql, type Transaction } from 'kysely';
import type { Advance } from './advance.ts';
import { toStoredJson } from './stored-json.ts';
import type { CoordinatorTables } from './tables.ts';

type Tx = Transaction<CoordinatorTables>;

/** Takes facts away that were written before it was known that there is no room for them. */
export const dropRefused = async (tx: Tx, advances: readonly Advance[]): Promise<void> => {
  const refused = advances.flatMap(({ row: { saga, conversation_id }, early }) =>
    early.refused.map(({ fact }) => ({ saga, conversation_id, event_id: fact.id })),
  );
  if (refused.length === 0) return;
  await sql`
    delete from saga_facts f
    using json_to_recordset(${toStoredJson(refused)}::json) as gone (saga text, conversation_id text, event_id text)
    where f.saga = gone.saga and f.conversation_id = gone.conversation_id and f.event_id = gone.event_id`.execute(tx);
};

/** Records facts whose start did not come in time, and that it came after all. */
export const saveOrphans = async (tx: Tx, advances: readonly Advance[]): Promise<void> => {
  const orphans = advances.flatMap(({ early }) => early.orphan ?? []);
  if (orphans.length > 0)
    await sql`
      insert into saga_orphans (saga, conversation_id, partition, facts, bytes, types, since_ms)
      select * from json_to_recordset(${toStoredJson(orphans)}::json) as (
        saga text, conversation_id text, partition integer, facts integer, bytes bigint, types text[], since_ms bigint)
      on conflict (saga, conversation_id) do update set facts = excluded.facts, bytes = excluded.bytes,
        types = excluded.types`.execute(tx);
  const adopted = advances.filter(({ early }) => early.isAdopted).map(({ row }) => row);
  const keys = adopted.map(({ saga, conversation_id }) => ({ saga, conversation_id }));
  if (keys.length === 0) return;
  await sql`
    update saga_orphans o set begun_at = now()
    from json_to_recordset(${toStoredJson(keys)}::json) as key (saga text, conversation_id text)
    where o.saga = key.saga and o.conversation_id = key.conversation_id`.execute(tx);
};
