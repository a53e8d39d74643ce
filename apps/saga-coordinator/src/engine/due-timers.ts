import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { CoordinatorTables, TimerRow } from './tables.ts';

/** What the database's clock says of timers. */
export interface DueTimers {
  /** That clock, when the timers were read. */
  readonly nowMs: number;
  readonly due: readonly TimerRow[];
  /** The nearest deadline that is not due yet. */
  readonly nextMs: number | undefined;
}

/** Timers of one partition that are read together. */
const AT_ONCE = 500;
/** How long a timer rests that could not be judged. */
const REST_MS = 60_000;

/** What is due in these partitions, and the next that is not: a few entries of one index. */
export const dueTimers = (partitions: readonly number[]): RawBuilder<TimerRow & { readonly now_ms: number }> => sql`
    with clock as materialized (select (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms)
    select t.saga, t.conversation_id, t.partition, t.due_ms, clock.now_ms
    from clock cross join unnest(${partitions}::integer[]) as owned (partition)
    cross join lateral (
      (select * from saga_timers where partition = owned.partition and due_ms <= now_ms order by due_ms limit ${AT_ONCE})
      union all
      (select * from saga_timers where partition = owned.partition and due_ms > now_ms order by due_ms limit 1)
    ) as t`;

/** What is due in these partitions, and when the next is. Undefined without any timer. */
export const readTimers = async (
  db: Kysely<CoordinatorTables>,
  partitions: readonly number[],
): Promise<DueTimers | undefined> => {
  const { rows } = await dueTimers(partitions).execute(db);
  const nowMs = rows[0]?.now_ms;
  if (nowMs === undefined) return undefined;
  const isDue = ({ due_ms: due }: TimerRow): boolean => due <= nowMs;
  const later = rows.filter((row) => !isDue(row)).map(({ due_ms: due }) => due);
  return { nowMs, due: rows.filter(isDue), nextMs: later.length === 0 ? undefined : Math.min(...later) };
};

/** Lets a timer rest, so that one that cannot be judged does not come first for ever. */
export const restTimer = async (
  db: Kysely<CoordinatorTables>,
  { saga, conversation_id: conversation }: TimerRow,
): Promise<void> => {
  await sql`
    update saga_timers set due_ms = (extract(epoch from clock_timestamp()) * 1000)::bigint + ${REST_MS}
    where saga = ${saga} and conversation_id = ${conversation}`.execute(db);
};
