import { decisionMigrations } from '@troupe/agent-sdk';
import type { Migrations } from '@troupe/database';
import { sql } from 'kysely';

/** The service's tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  ...decisionMigrations,
  '2026-11-feeds': {
    up: async (db) => {
      await sql`create table feeds (source text primary key, position text not null)`.execute(db);
    },
  },
};
