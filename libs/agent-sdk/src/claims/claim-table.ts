import type { Migrations } from '@troupe/database';
import { KEPT_DAY } from '@troupe/messaging';
import { sql } from 'kysely';
import type { DayTable } from '../store/day-partitions.ts';

/** The schema that every service keeps and finds claims in. */
export const CLAIMS_SCHEMA = 'claims';

/** Bytes of one row; a value of Postgres may be larger, but all of it is in memory on its way. */
export const CHUNK_BYTES = 1_048_576;

/** Forgotten a day at a time, but for what stands in logs of dead letters: its day is none that comes. */
export const CLAIM_CHUNKS: DayTable = {
  name: 'claim_chunks',
  writtenAt: 'put_at',
  needed: { day: () => sql`false`, row: sql`old.day = ${sql.lit(KEPT_DAY)}::date` },
};

/** Compressing what is compressed, encrypted or random costs more than it saves: chunks are stored as they are. */
export const claimMigrations: Migrations = {
  '0001-claim-chunks': {
    up: async (db) => {
      await sql`
        create table claim_chunks (
          day date not null,
          digest text not null,
          part integer not null,
          bytes bytea not null,
          put_at timestamptz not null default now(),
          primary key (day, digest, part)
        ) partition by range (day)`.execute(db);
      await sql`alter table claim_chunks alter column bytes set storage external`.execute(db);
      await sql`create table claim_chunks_default partition of claim_chunks default`.execute(db);
    },
  },
};
