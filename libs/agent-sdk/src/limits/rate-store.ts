import { sql, type QueryExecutorProvider } from 'kysely';

/** An amount that is asked of a rate. */
export interface RateRequest {
  readonly name: string;
  readonly amount: number;
  /** What one unit of the amount takes up of time, in milliseconds. */
  readonly msPerUnit: number;
  /** How much of time may be used up at once, in milliseconds. */
  readonly burstMs: number;
  /** Who would have to wait longer than this gets nothing. */
  readonly waitAtMostMs: number;
}

/** When the amount is there: in so many milliseconds; or not in time, but in so many. */
export interface RateAnswer {
  readonly granted: boolean;
  readonly inMs: number;
}

/** Makes the row of a rate, once. */
export const makeRate = async (at: QueryExecutorProvider, name: string): Promise<void> => {
  await sql`
    insert into rates (name, spoken_for_until) values (${name}, clock_timestamp()) on conflict do nothing`.execute(at);
};

/**
 * Speaks for an amount, in the order of the requests: whoever comes waits until the time that those before have used up
 * has passed, less the burst. One statement on one row, by the database's clock.
 */
export const speakFor = async (at: QueryExecutorProvider, request: RateRequest): Promise<RateAnswer> => {
  const { name, amount, msPerUnit, burstMs, waitAtMostMs } = request;
  const until = sql`greatest(rates.spoken_for_until, clock_timestamp())
    + ${amount * msPerUnit}::double precision * interval '1 millisecond'`;
  const waitMs = (end: unknown) => sql<number>`greatest(0, extract(epoch from ${end} - clock_timestamp()) * 1000
    - ${burstMs}::double precision)::double precision`;
  const { rows } = await sql<{ ms: number }>`
    update rates set spoken_for_until = ${until}
    where name = ${name} and ${waitMs(until)} <= ${waitAtMostMs}::double precision
    returning ${waitMs(sql`spoken_for_until`)} as ms`.execute(at);
  if (rows[0] !== undefined) return { granted: true, inMs: rows[0].ms };
  const { rows: told } = await sql<{ ms: number }>`
    select ${waitMs(until)} as ms from rates where name = ${name}`.execute(at);
  return { granted: false, inMs: told[0]?.ms ?? 0 };
};
