import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { QaTables } from './tables.ts';

const createSpecs = async (db: Kysely<QaTables>): Promise<void> => {
  await sql`
    create table specs (
      conversation_id text primary key,
      revision integer not null check (revision > 0),
      spec jsonb not null
    )`.execute(db);
};

const createWaitingCommits = async (db: Kysely<QaTables>): Promise<void> => {
  await sql`
    create table waiting_commits (
      conversation_id text not null,
      attempt integer not null check (attempt > 0),
      commit jsonb not null,
      primary key (conversation_id, attempt)
    )`.execute(db);
};

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-11-specs-and-waiting-commits': {
    up: async (db: Kysely<QaTables>) => {
      await createSpecs(db);
      await createWaitingCommits(db);
    },
  },
  '2026-11-specs-by-revision': {
    up: async (db: Kysely<QaTables>) => {
      await sql`alter table specs drop constraint specs_pkey, add primary key (conversation_id, revision)`.execute(db);
    },
  },
  '2026-11-unreviewed-commits': {
    up: async (db: Kysely<QaTables>) => {
      await sql`create table unreviewed_commits (like waiting_commits including all)`.execute(db);
    },
  },
};
