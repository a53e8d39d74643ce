import { asUnavailable, connectDatabase, migrate, type Database } from '@troupe/database';
import { KEPT_DAY, type Claim, type ClaimStore } from '@troupe/messaging';
import { sql, type Kysely } from 'kysely';
import { maintainDays } from '../store/day-partitions.ts';
import type { Upkeep } from '../store/decision-store.ts';
import { CHUNK_BYTES, CLAIM_CHUNKS, claimMigrations, CLAIMS_SCHEMA } from './claim-table.ts';

/** A claim store in Postgres. */
export interface PostgresClaims extends ClaimStore {
  /** Makes room for the days around now and forgets what is older. One service does it for all: the ledger. */
  maintain(upkeep: Upkeep): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Claims on their way at once: each is held in memory. */
const MOST_AT_ONCE = 2;

const parts = (bytes: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, part) =>
    bytes.subarray(part * CHUNK_BYTES, (part + 1) * CHUNK_BYTES),
  );

const isKept = async (db: Kysely<object>, { day, digest }: Claim, count: number): Promise<boolean> => {
  const { rows } = await sql<{ kept: number }>`
    select count(*) as kept from claim_chunks where day = ${day}::date and digest = ${digest}`.execute(db);
  return rows[0]?.kept === count;
};

const putChunks = async (db: Kysely<object>, claim: Claim, bytes: Buffer): Promise<void> => {
  const chunks = parts(bytes);
  if (await isKept(db, claim, chunks.length)) return;
  await db.transaction().execute(async (tx) => {
    for (const [part, chunk] of chunks.entries())
      await sql`
        insert into claim_chunks (day, digest, part, bytes)
        values (${claim.day}::date, ${claim.digest}, ${part}, ${chunk}::bytea) on conflict do nothing`.execute(tx);
  });
};

const keepChunks = async (db: Kysely<object>, { day, digest }: Claim): Promise<boolean> => {
  if (day !== KEPT_DAY)
    await sql`
      insert into claim_chunks (day, digest, part, bytes)
      select ${KEPT_DAY}::date, digest, part, bytes from claim_chunks where day = ${day}::date and digest = ${digest}
      on conflict do nothing`.execute(db);
  const { rows } = await sql`
    select 1 from claim_chunks where day = ${KEPT_DAY}::date and digest = ${digest} limit 1`.execute(db);
  return rows.length > 0;
};

const getChunks = async (db: Kysely<object>, { day, digest }: Claim): Promise<Buffer | undefined> => {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from claim_chunks where day = ${day}::date and digest = ${digest} order by part`.execute(db);
  return rows.length === 0 ? undefined : Buffer.concat(rows.map(({ bytes }) => bytes));
};

/** Makes the tables when they are first needed: most services never meet a large event. */
const prepared = (database: Database<object>): (<T>(run: (db: Kysely<object>) => Promise<T>) => Promise<T>) => {
  let ready: Promise<unknown> | undefined;
  return async (run) => {
    try {
      await (ready ??= migrate(database, claimMigrations).catch((error: unknown) => {
        ready = undefined;
        throw error;
      }));
      return await run(database.db);
    } catch (error) {
      throw asUnavailable(error);
    }
  };
};

/** A claim store in the schema `claims` of this database. Nothing is connected before it is used. */
export const createPostgresClaims = (options: { readonly url: string; readonly service: string }): PostgresClaims => {
  const database = connectDatabase<object>({
    url: options.url,
    schema: CLAIMS_SCHEMA,
    applicationName: options.service,
    maxConnections: MOST_AT_ONCE,
  });
  const using = prepared(database);
  return {
    put: (claim, bytes) => using((db) => putChunks(db, claim, bytes)),
    keep: (claim) => using((db) => keepChunks(db, claim)),
    get: (claim) => using((db) => getChunks(db, claim)),
    maintain: (upkeep) => using((db) => maintainDays(db, CLAIM_CHUNKS, upkeep)),
    close: () => database.close(),
  };
};
