import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { TriageTables } from './tables.ts';

/** The score under which a ticket is critical, as it is seeded: three in four such tickets are negative, or more. */
export const SEEDED_THRESHOLD = -0.5;

const createTickets = (db: Kysely<TriageTables>) =>
  sql`
    create table judged_tickets (
      conversation_id text primary key,
      score double precision not null,
      critical boolean not null
    )`.execute(db);

/** One row that is read for every ticket, and who changed it when, and why. */
const createSettings = async (db: Kysely<TriageTables>): Promise<void> => {
  await sql`
    create table triage_settings (
      only_row boolean primary key default true check (only_row),
      critical_under double precision not null check (critical_under between -1 and 1)
    )`.execute(db);
  await sql`
    create table triage_settings_log (
      id bigint generated always as identity primary key,
      critical_under double precision not null,
      before double precision not null,
      changed_by text not null,
      reason text not null,
      changed_at timestamptz not null default now()
    )`.execute(db);
  await db.insertInto('triage_settings').values({ critical_under: SEEDED_THRESHOLD }).execute();
};

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-11-tickets-and-threshold': {
    up: async (db: Kysely<TriageTables>) => {
      await createTickets(db);
      await createSettings(db);
    },
  },
};
