import { codeOf, isConflict } from '@troupe/database';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { dayOf } from './decision-row.ts';
import type { Upkeep } from './decision-store.ts';

/**
 * A table that is partitioned by its column `day` and forgotten a day at a time. What lies outside of the days around now
 * goes to its default partition, `<name>_default`.
 */
export interface DayTable {
  readonly name: string;
  /** The column that says when a row was written: from then on it is kept for so many days. */
  readonly writtenAt: string;
  /** What keeps old rows all the same. */
  readonly needed?: {
    readonly day: (day: string) => RawBuilder<unknown>;
    /** About a row of the default partition, which is called `old`. */
    readonly row: RawBuilder<unknown>;
  };
}

const DAY_MS = 86_400_000;

/** The days that get a partition of their own; what lies outside goes to the default one. */
const DAYS_BEHIND = 2;
const DAYS_AHEAD = 3;

/** Rows of the default partition that are forgotten in one go, so that no statement is long. */
const FORGOTTEN_AT_ONCE = 10_000;

const UPKEEP_LOCK = 0x7570_6b70;

const partitionOfDay = ({ name }: DayTable, day: string): string => `${name}_${day.replaceAll('-', '_')}`;

const dayOfPartition = ({ name }: DayTable, partition: string): string =>
  partition.slice(name.length + 1).replaceAll('_', '-');

const wantedDays = (nowMs: number): readonly string[] =>
  Array.from({ length: DAYS_BEHIND + 1 + DAYS_AHEAD }, (_, index) => dayOf(nowMs + (index - DAYS_BEHIND) * DAY_MS));

const partitions = async <Tables>(db: Kysely<Tables>, table: DayTable): Promise<readonly string[]> => {
  const { rows } = await sql<{ partition: string }>`
    select c.relname as partition from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table.name}::regclass and c.relname <> ${`${table.name}_default`}`.execute(db);
  return rows.map(({ partition }) => dayOfPartition(table, partition));
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

/** The default partition already holds rows of that day: they stay there, and so does the day. */
const isTakenByDefault = (error: unknown): boolean => codeOf(error) === '23514';

const addDay = async <Tables>(db: Kysely<Tables>, table: DayTable, day: string): Promise<void> => {
  const next = dayOf(Date.parse(day) + DAY_MS);
  await reshape(db, async (tx) => {
    await sql`create table if not exists ${sql.id(partitionOfDay(table, day))} partition of ${sql.id(table.name)}
      for values from (${sql.lit(day)}) to (${sql.lit(next)})`.execute(tx);
  });
};

const NEVER = sql<boolean>`false`;

/** Drops a day when its newest row is older than is kept and nothing else needs it. */
const dropDay = async <Tables>(db: Kysely<Tables>, table: DayTable, past: PastDay): Promise<void> => {
  const partition = sql.id(partitionOfDay(table, past.day));
  await reshape(db, async (tx) => {
    await sql`lock table ${sql.id(table.name)} in access exclusive mode`.execute(tx);
    const { rows } = await sql<{ needed: boolean }>`
      select exists (select 1 from ${partition}
        where ${sql.id(table.writtenAt)} >= to_timestamp(${past.cutoffMs}::double precision / 1000))
        or ${table.needed?.day(past.day) ?? NEVER} as needed`.execute(tx);
    if (rows[0]?.needed === false) await sql`drop table ${partition}`.execute(tx);
  });
};

/** A day that may be over: all that was written before `cutoffMs` may be forgotten. */
interface PastDay {
  readonly day: string;
  readonly cutoffMs: number;
}

const isOver = async <Tables>(db: Kysely<Tables>, table: DayTable, { day, cutoffMs }: PastDay): Promise<boolean> => {
  const { rows } = await sql<{ newest: number | null }>`
    select extract(epoch from max(${sql.id(table.writtenAt)}))::double precision * 1000 as newest
    from ${sql.id(partitionOfDay(table, day))}`.execute(db);
  return (rows[0]?.newest ?? 0) < cutoffMs;
};

const forgetDefault = async <Tables>(db: Kysely<Tables>, table: DayTable, cutoffMs: number): Promise<void> => {
  const partition = sql.id(`${table.name}_default`);
  await sql`
    delete from ${partition} where ctid in (
      select old.ctid from ${partition} as old
      where old.${sql.id(table.writtenAt)} < to_timestamp(${cutoffMs}::double precision / 1000)
        and not (${table.needed?.row ?? NEVER})
      limit ${FORGOTTEN_AT_ONCE})`.execute(db);
};

/**
 * Makes partitions for the days around now and forgets what was written longer ago than `keepDays`. When it was written
 * counts, not the day of its input: a record that was read late is retained as long from when it was appended, and that
 * was before it was read.
 */
export const maintainDays = async <Tables>(
  db: Kysely<Tables>,
  table: DayTable,
  { nowMs, keepDays }: Upkeep,
): Promise<void> => {
  const cutoffMs = nowMs - keepDays * DAY_MS;
  const present = await partitions(db, table);
  for (const day of wantedDays(nowMs)) if (!present.includes(day)) await addDay(db, table, day);
  if (!Number.isFinite(cutoffMs)) return;
  const past = present.filter((day) => Date.parse(day) + DAY_MS <= cutoffMs).map((day) => ({ day, cutoffMs }));
  for (const day of past) if (await isOver(db, table, day)) await dropDay(db, table, day);
  await forgetDefault(db, table, cutoffMs);
};
