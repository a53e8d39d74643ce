import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';

/** An agent that has decided anything began long ago: it has no row, and passes nothing over. */
const createBeginning = async (db: Kysely<unknown>): Promise<void> => {
  await sql`create table beginning (began_ms bigint not null)`.execute(db);
  await sql`
    insert into beginning
    select (extract(epoch from clock_timestamp()) * 1000)::bigint where not exists (select 1 from decisions)`.execute(
    db,
  );
};

/** What an agent that does not start from the beginning adds to its schema: when it began. Comes after its decisions. */
export const beginningMigrations: Migrations = { 'troupe-0007-beginning': { up: createBeginning } };

/** When the agent began, in milliseconds since 1970 UTC; undefined when it had begun before anybody asked for that. */
export const readBeginning = async <Tables>(db: Kysely<Tables>): Promise<number | undefined> => {
  const { rows } = await sql<{ began_ms: string | number }>`select began_ms from beginning`.execute(db);
  return rows[0] === undefined ? undefined : Number(rows[0].began_ms);
};
