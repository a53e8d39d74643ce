import { sql, type Kysely } from 'kysely';
import type { CoordinatorTables } from '../engine/tables.ts';

/** How long before it is in effect a row has to be made. Both are the same, unless that was changed just now. */
export interface Margin {
  /** What whoever reads rows may rely on, in milliseconds. */
  readonly leastMs: number;
  /** What whoever makes one has to keep. */
  readonly mostMs: number;
}

/** The least that a margin can be: rows are looked for every five seconds, and deadlines wait until they are known. */
export const LEAST_MARGIN_MS = 10_000;

/** The margin that the table asks for now. */
export const readMargin = async (db: Kysely<CoordinatorTables>): Promise<Margin> => {
  const { rows } = await sql<Margin>`
    select least_ms as "leastMs", most_ms as "mostMs" from participant_margin`.execute(db);
  return rows[0] ?? { leastMs: 0, mostMs: Number.POSITIVE_INFINITY };
};

/**
 * Says how long the margin is, for all coordinators. A shorter one holds once the longer one is over: until then rows are
 * made as before, so that nobody who relies on the longer one misses any.
 */
export const setMargin = async (db: Kysely<CoordinatorTables>, marginMs: number): Promise<void> => {
  await sql`
    insert into participant_margins (margin_ms) select ${marginMs}::bigint
    where ${marginMs}::bigint is distinct from (select margin_ms from participant_margins order by id desc limit 1)`.execute(
    db,
  );
};
