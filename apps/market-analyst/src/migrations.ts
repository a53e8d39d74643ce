import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { MarketTables } from './tables.ts';

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-11-sources': {
    up: async (db: Kysely<MarketTables>) => {
      await sql`
        create table sources (
          conversation_id text primary key,
          source text not null,
          state jsonb not null
        )`.execute(db);
    },
  },
  '2026-11-untold': {
    up: async (db: Kysely<MarketTables>) => {
      await sql`alter table sources add column untold jsonb`.execute(db);
    },
  },
};
