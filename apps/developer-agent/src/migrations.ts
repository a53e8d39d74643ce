import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { DeveloperTables } from './tables.ts';

const createFeatures = async (db: Kysely<DeveloperTables>): Promise<void> => {
  await sql`
    create table features (
      conversation_id text primary key,
      spec jsonb not null
    )`.execute(db);
};

const createAttempts = async (db: Kysely<DeveloperTables>): Promise<void> => {
  await sql`
    create table attempts (
      conversation_id text not null,
      attempt integer not null check (attempt > 0),
      base text not null,
      commit_id text not null,
      how text not null,
      review jsonb,
      primary key (conversation_id, attempt)
    )`.execute(db);
};

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-11-features-and-attempts': {
    up: async (db: Kysely<DeveloperTables>) => {
      await createFeatures(db);
      await createAttempts(db);
    },
  },
};
