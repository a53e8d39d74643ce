import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { PmTables } from './tables.ts';

/** The latest text of every feature, with the answers about it: one row per conversation. */
const createFeatures = (db: Kysely<PmTables>): Promise<unknown> =>
  sql`
    create table features (
      conversation_id text primary key,
      workspace text not null,
      title text not null,
      feature text,
      answers jsonb not null,
      revision integer not null check (revision > 0),
      validated boolean not null
    )`.execute(db);

const addProse = (db: Kysely<PmTables>): Promise<unknown> =>
  sql`
    alter table features
      add column prose text,
      add column written_by text,
      add column asked jsonb not null default '{}'`.execute(db);

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-11-features': {
    up: async (db: Kysely<PmTables>) => {
      await createFeatures(db);
    },
  },
  '2026-11-prose': {
    up: async (db: Kysely<PmTables>) => {
      await addProse(db);
    },
  },
};
