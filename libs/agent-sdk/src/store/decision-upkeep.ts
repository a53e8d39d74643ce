import { codeOf, isConflict } from '@troupe/database';
import { sql, type Kysely, type Transaction } from 'kysely';
import { dayOf } from './decision-row.ts';
import type { Upkeep } from './decision-store.ts';

const DAY_MS = 86_400_000;

/** The days that get a partition of their own; what lies outside goes to the default one. */
const DAYS_BEHIND = 2;
const DAYS_AHEAD = 3;

/** Rows of the default partition that are forgotten in one go, so that no statement is long. */
const FORGOTTEN_AT_ONCE = 10_000;

const UPKEEP_LOCK = 0x7570_6b70;

const partitionOfDay = (day: string): string => `decisions_${day.replaceAll('-', '_')}`;

const dayOfPartition = (name: string): string => name.slice('decisions_'.length).replaceAll('_', '-');

const wantedDays = (nowMs: number): readonly string[] =>
  Array.from({ length: DAYS_BEHIND + 1 + DAYS_AHEAD }, (_, index) => dayOf(nowMs + (index - DAYS_BEHIND) * DAY_MS));

const partitions = async <Tables>(db: Kysely<Tables>): Promise<readonly string[]> => {
  const { rows } = await sql<{ day: string }>`
    select c.relname as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'decisions'::regclass and c.relname <> 'decisions_default'`.execute(db);
  return rows.map(({ day }) => dayOfPartition(day));
};

/**
 * One change of the table's shape, in a transaction of its own. It waits a moment for those who use the table and one
 * instance at a time; when the moment does not suffice, the next call tries again.
 */
const reshape = async <Tables>(
  db: Kysely<Tables>,
  change: (tx: Transaction<Tables>) => Promise<void>,
): Promise<void> => {
  try {
    await db.transaction().execute(async (tx) => {
      await sql`set local lock_timeout = '2s'`.execute(tx);
      await sql`select pg_advisory_xact_lock(${UPKEEP_LOCK}, hashtext(current_schema()))`.execute(tx);
      await change(tx);
    });
  } catch (error) {
    if (!isConflict(error) && !isTakenByDefault(error)) throw error;
  }
};

/** The default partition already holds decisions of that day: they stay there, and so does the day. */
const isTakenByDefault = (error: unknown): boolean => codeOf(error) === '23514';

const addDay = async <Tables>(db: Kysely<Tables>, day: string): Promise<void> => {
  const next = dayOf(Date.parse(day) + DAY_MS);
  await reshape(db, async (tx) => {
    await sql`create table if not exists ${sql.id(partitionOfDay(day))} partition of decisions
      for values from (${sql.lit(day)}) to (${sql.lit(next)})`.execute(tx);
  });
};

/** Drops a day when its newest decision is older than is kept and all of it is delivered. */
const dropDay = async <Tables>(db: Kysely<Tables>, day: string, cutoffMs: number): Promise<void> => {
  const table = sql.id(partitionOfDay(day));
  await reshape(db, async (tx) => {
    await sql`lock table decisions in access exclusive mode`.execute(tx);
    const { rows } = await sql<{ needed: boolean }>`
      select exists (select 1 from ${table} where decided_at >= to_timestamp(${cutoffMs}::double precision / 1000))
        or exists (select 1 from undelivered where day = ${day}::date) as needed`.execute(tx);
    if (rows[0]?.needed === false) await sql`drop table ${table}`.execute(tx);
  });
};

const isOver = async <Tables>(db: Kysely<Tables>, day: string, cutoffMs: number): Promise<boolean> => {
  const { rows } = await sql<{ newest: number | null }>`
    select extract(epoch from max(decided_at))::double precision * 1000 as newest
    from ${sql.id(partitionOfDay(day))}`.execute(db);
  return (rows[0]?.newest ?? 0) < cutoffMs;
};

const forgetDefault = async <Tables>(db: Kysely<Tables>, cutoffMs: number): Promise<void> => {
  await sql`
    delete from decisions_default where ctid in (
      select d.ctid from decisions_default d
      where d.decided_at < to_timestamp(${cutoffMs}::double precision / 1000) and not exists (
        select 1 from undelivered u where u.partition = d.partition and u.position = d.position)
      limit ${FORGOTTEN_AT_ONCE})`.execute(db);
};

/**
 * Makes partitions for the days around now and forgets decisions that were taken longer ago than `keepDays` and are
 * delivered. When they were taken counts, not the day of their input: a record that was read late is retained as long
 * from when it was appended, and that was before it was read.
 */
export const maintainDecisions = async <Tables>(db: Kysely<Tables>, { nowMs, keepDays }: Upkeep): Promise<void> => {
  const cutoffMs = nowMs - keepDays * DAY_MS;
  const present = await partitions(db);
  for (const day of wantedDays(nowMs)) if (!present.includes(day)) await addDay(db, day);
  if (!Number.isFinite(cutoffMs)) return;
  const past = present.filter((day) => Date.parse(day) + DAY_MS <= cutoffMs);
  for (const day of past) if (await isOver(db, day, cutoffMs)) await dropDay(db, day, cutoffMs);
  await forgetDefault(db, cutoffMs);
};
