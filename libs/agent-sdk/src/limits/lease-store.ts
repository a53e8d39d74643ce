import { sql, type QueryExecutorProvider } from 'kysely';

/** One who asks for a place, or holds one. */
export interface Asking {
  readonly name: string;
  /** How many places there are. */
  readonly atOnce: number;
  /** Unique to the request. */
  readonly holder: string;
  readonly leaseMs: number;
}

/** What came of asking. */
export interface Answer {
  readonly taken: boolean;
  /** How many wait who came before. */
  readonly before: number;
}

/** How long a waiter that says nothing keeps its number: it asks several times within. */
const WAITER_MS = 3_000;

const fromNow = (ms: number) => sql`clock_timestamp() + ${ms}::double precision * interval '1 millisecond'`;

/** Makes the places of a limit, once. */
export const makePlaces = async (
  at: QueryExecutorProvider,
  { name, atOnce }: Pick<Asking, 'name' | 'atOnce'>,
): Promise<void> => {
  await sql`
    insert into leases (name, place) select ${name}, place from generate_series(1, ${atOnce}::integer) as place
    on conflict do nothing`.execute(at);
};

/**
 * Takes a place if there are more free ones than waiters who came before. One statement, by the database's clock: the
 * row is locked, and what is asked of it is asked again once it is, so that nobody can be written on a place that is
 * held. Whoever stands in line takes a number with this, or keeps the one it has.
 */
export const takePlace = async (at: QueryExecutorProvider, asking: Asking, inLine: boolean): Promise<Answer> => {
  const { name, atOnce, holder, leaseMs } = asking;
  const isFree = sql`name = ${name} and place <= ${atOnce}::integer
    and (holder is null or expires_at <= clock_timestamp())`;
  const { rows } = await sql<{ place: number | null; before: number }>`
    with mine as (
      insert into waiting (name, waiter, expires_at)
      select ${name}, ${holder}, ${fromNow(WAITER_MS)} where ${inLine}
      on conflict (waiter) do update set expires_at = excluded.expires_at returning number
    ), others as (
      select count(*) as before from waiting
      where name = ${name} and expires_at > clock_timestamp() and waiter <> ${holder}
        and number < coalesce((select number from mine), 9e18)
    ), chosen as materialized (
      select place from leases where ${isFree}
        and (select before from others) < (select count(*) from leases where ${isFree})
      limit 1 for update skip locked
    ), taken as (
      update leases set holder = ${holder}, expires_at = ${fromNow(leaseMs)}
      from chosen where leases.name = ${name} and leases.place = chosen.place
      returning leases.place
    )
    select (select place from taken) as place, before from others`.execute(at);
  return { taken: rows[0]?.place != null, before: rows[0]?.before ?? 0 };
};

/** Holds the place for so long from now; false when it has run out, and may be somebody else's. */
export const renewPlace = async (
  at: QueryExecutorProvider,
  { name, holder, leaseMs }: Omit<Asking, 'atOnce'>,
): Promise<boolean> => {
  const { rows } = await sql<{ place: number }>`
    update leases set expires_at = ${fromNow(leaseMs)}
    where name = ${name} and holder = ${holder} and expires_at > clock_timestamp() returning place`.execute(at);
  return rows.length > 0;
};

/** Gives the place back, where it is still held. */
export const freePlace = async (
  at: QueryExecutorProvider,
  { name, holder }: Pick<Asking, 'name' | 'holder'>,
): Promise<void> => {
  await sql`update leases set holder = null, expires_at = null where name = ${name} and holder = ${holder}`.execute(at);
};

/** Leaves the line, and clears away waiters that have not said anything for long. */
export const leaveLine = async (
  at: QueryExecutorProvider,
  { name, holder }: Pick<Asking, 'name' | 'holder'>,
): Promise<void> => {
  await sql`
    delete from waiting where name = ${name} and (waiter = ${holder} or expires_at <= clock_timestamp())`.execute(at);
};
