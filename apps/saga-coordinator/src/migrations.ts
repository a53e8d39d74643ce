import { decisionMigrations } from '@troupe/agent-sdk';
import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';

/** The row of an instance is updated with every fact: no index covers what changes, and pages keep room for it. */
const createSagas = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table sagas (
      saga text not null,
      conversation_id text not null,
      partition integer not null,
      version text not null,
      status text not null,
      outcome text,
      facts integer not null default 0,
      decisions json not null default '[]',
      due_ms bigint,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      primary key (saga, conversation_id)
    ) with (fillfactor = 60)`.execute(db);
  await sql`create index sagas_by_age on sagas using brin (created_at)`.execute(db);
};

const createFacts = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table saga_facts (
      saga text not null,
      conversation_id text not null,
      event_id text not null,
      kind text not null check (kind in ('event', 'timer')),
      type text not null,
      appended_ms bigint not null,
      time_ms bigint not null,
      trail json,
      data json,
      primary key (saga, conversation_id, event_id)
    )`.execute(db);
};

const createTimers = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table saga_timers (
      saga text not null,
      conversation_id text not null,
      partition integer not null,
      due_ms bigint not null,
      primary key (saga, conversation_id)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`.execute(db);
  await sql`create index saga_timers_by_due on saga_timers (partition, due_ms)`.execute(db);
};

/** The coordinator's own schema. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  ...decisionMigrations,
  '2026-01-sagas': {
    up: async (db) => {
      await createSagas(db);
      await createFacts(db);
      await createTimers(db);
    },
  },
};

/** The main database: what sagas package their results into. */
export const mainMigrations: Migrations = {
  '2026-01-orders': {
    up: async (db) => {
      await sql`
        create table orders (
          id text primary key,
          customer_id text not null,
          country text not null,
          currency text not null,
          total_minor bigint not null,
          status text not null check (status in ('confirmed', 'rejected', 'cancelled', 'closed')),
          outcome text not null check (outcome in ('confirmed', 'rejected', 'cancelled')),
          reasons jsonb not null,
          missing text[] not null,
          result jsonb not null,
          requested_at timestamptz not null,
          resolved_at timestamptz not null
        )`.execute(db);
      await sql`create index orders_by_customer on orders (customer_id, requested_at)`.execute(db);
    },
  },
};
