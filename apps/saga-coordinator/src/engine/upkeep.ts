import type { DecisionStore, Upkeep } from '@troupe/agent-sdk';
import { sql, type Kysely } from 'kysely';
import type { CoordinatorTables } from './tables.ts';

/** Pages of the table that one statement looks at, so that none is long however many instances are kept. */
const PAGES_AT_ONCE = 256;
/** Statements of one round: two gigabytes of instances a day at least, at one round an hour. */
const MOST_STEPS = 200;
/** Records of orphans, and requests of operators, that one round forgets of each. */
const RECORDS_AT_ONCE = 5_000;
const DAY_MS = 86_400_000;

/** Forgets, a piece of the table at a time: each round goes on where the one before ended. */
export interface Housekeeping {
  /** @returns how many instances were forgotten whose start never came */
  round(upkeep: Upkeep): Promise<number>;
}

type Db = Kysely<CoordinatorTables>;

const pagesOf = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ pages: number }>`
    select pg_relation_size('sagas') / current_setting('block_size')::bigint as pages`.execute(db);
  return rows[0]?.pages ?? 0;
};

/** Rows that lie in these pages, and their facts by the primary key: no index has to cover what changes with every fact. */
const forgetPages = async (db: Db, from: number, keepDays: number): Promise<number> => {
  const [first, end] = [`(${from},0)`, `(${from + PAGES_AT_ONCE},0)`];
  const { rows } = await sql<{ orphaned: number }>`
    with old as materialized (
      delete from sagas where ctid >= ${first}::tid and ctid < ${end}::tid and status in ('closed', 'awaiting-start')
        and changed_at < now() - make_interval(days => ${keepDays}::integer) and due_ms is null
      returning saga, conversation_id, status
    ), left_behind as materialized (
      select f.place from old cross join lateral (
        select ctid as place from saga_facts where saga = old.saga and conversation_id = old.conversation_id offset 0
      ) as f
    ), forgotten as (
      delete from saga_facts where ctid in (select place from left_behind)
    )
    select count(*) as orphaned from old where status = 'awaiting-start'`.execute(db);
  return rows[0]?.orphaned ?? 0;
};

const forgetOrphans = async (db: Db, keepDays: number): Promise<void> => {
  await sql`
    delete from saga_orphans where ctid in (
      select ctid from saga_orphans where recorded_at < now() - make_interval(days => ${keepDays}::integer)
      order by recorded_at limit ${RECORDS_AT_ONCE})`.execute(db);
};

/** With the decisions that came of them: until then whoever sends the same again is told that it was taken. */
const forgetRequests = async (db: Db, untilMs: number): Promise<void> => {
  await sql`
    delete from operator_requests where key in (
      select key from operator_requests where accepted_ms < ${Math.trunc(untilMs)}
      order by accepted_ms limit ${RECORDS_AT_ONCE})`.execute(db);
};

/**
 * Makes room for the decisions of the days around now, and forgets what can neither be read again nor go on: instances
 * that are closed, facts whose start never came, records of those, and requests of operators. A completed saga is kept: it
 * can still be cancelled.
 */
export const createHousekeeping = (db: Db, store: Pick<DecisionStore, 'maintain'>): Housekeeping => {
  let next = 0;
  return {
    round: async ({ nowMs, keepDays }) => {
      await store.maintain({ nowMs, keepDays });
      if (!Number.isFinite(keepDays)) return 0;
      const steps = Math.min(MOST_STEPS, Math.ceil((await pagesOf(db)) / PAGES_AT_ONCE));
      let orphaned = 0;
      for (let step = 0; step < steps; step += 1) {
        if (next >= (await pagesOf(db))) next = 0;
        orphaned += await forgetPages(db, next, keepDays);
        next += PAGES_AT_ONCE;
      }
      await forgetOrphans(db, keepDays);
      await forgetRequests(db, nowMs - keepDays * DAY_MS);
      return orphaned;
    },
  };
};
