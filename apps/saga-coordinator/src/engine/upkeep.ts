import type { DecisionStore, Upkeep } from '@troupe/agent-sdk';
import { sql, type Kysely } from 'kysely';
import type { CoordinatorTables } from './tables.ts';

/** Instances that are forgotten in one statement, so that none is long. */
const AT_ONCE = 5_000;

/**
 * Makes room for the decisions of the days around now, and forgets what can neither be read again nor go on: instances
 * that are closed, and facts whose start never came. A completed saga is kept: it can still be cancelled.
 * @returns how many instances were forgotten whose start never came
 */
export const upkeep = async (
  db: Kysely<CoordinatorTables>,
  store: Pick<DecisionStore, 'maintain'>,
  { nowMs, keepDays }: Upkeep,
): Promise<number> => {
  await store.maintain({ nowMs, keepDays });
  if (!Number.isFinite(keepDays)) return 0;
  const { rows } = await sql<{ orphaned: number }>`
    with old as (
      delete from sagas where (saga, conversation_id) in (
        select saga, conversation_id from sagas
        where created_at < now() - make_interval(days => ${keepDays}::integer)
          and changed_at < now() - make_interval(days => ${keepDays}::integer) and status in ('closed', 'awaiting-start')
        limit ${AT_ONCE})
      returning saga, conversation_id, status
    ), forgotten as (
      delete from saga_facts f using old where f.saga = old.saga and f.conversation_id = old.conversation_id
    )
    select count(*) as orphaned from old where status = 'awaiting-start'`.execute(db);
  return rows[0]?.orphaned ?? 0;
};
