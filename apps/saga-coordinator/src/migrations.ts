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

/**
 * What operators find instances by. Nothing of it changes with every fact but the open steps, which no index covers: a row
 * leaves its page when it starts and when its status changes.
 */
const addListing = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table sagas add column started_ms bigint, add column business_key text,
      add column open_steps text[] not null default '{}'`.execute(db);
  await sql`update sagas set started_ms = (extract(epoch from created_at) * 1000)::bigint`.execute(db);
  await sql`
    create index sagas_by_status on sagas (saga, status, started_ms, conversation_id)
    where started_ms is not null`.execute(db);
  await sql`create index sagas_by_key on sagas (business_key, started_ms) where business_key is not null`.execute(db);
};

/** What came before its start. */
const addEarlyFacts = async (db: Kysely<unknown>): Promise<void> => {
  await sql`alter table sagas add column orphaned boolean not null default false`.execute(db);
  await sql`
    create table saga_orphans (
      saga text not null,
      conversation_id text not null,
      partition integer not null,
      facts integer not null,
      bytes bigint not null,
      types text[] not null,
      since_ms bigint not null,
      recorded_at timestamptz not null default now(),
      begun_at timestamptz,
      primary key (saga, conversation_id)
    )`.execute(db);
  await sql`create index saga_orphans_by_age on saga_orphans (recorded_at)`.execute(db);
};

/** Rows about participants stay as they were made, and are made before they are in effect: see `participants.ts`. */
const createParticipants = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table saga_participants (
      id bigint generated always as identity primary key,
      saga text not null,
      step text not null,
      change text not null check (change in ('added', 'required', 'optional', 'removed')),
      condition json,
      added json,
      effective_ms bigint not null,
      made_by text not null check (made_by <> ''),
      reason text not null check (reason <> ''),
      made_at timestamptz not null default clock_timestamp(),
      check ((change = 'added') = (added is not null))
    )`.execute(db);
  await sql`
    create function refuse_to_change_participants() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of saga_participants are never changed: add one that says what holds from then on';
    end $$`.execute(db);
  await sql`
    create trigger never_changed before update or delete or truncate on saga_participants
    for each statement execute function refuse_to_change_participants()`.execute(db);
  await sql`
    create function refuse_early_participants() returns trigger language plpgsql as $$
    begin
      if new.effective_ms < extract(epoch from clock_timestamp()) * 1000 + 30000 then
        raise exception 'a row of saga_participants is in effect 30 s after it is made at the earliest';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger never_at_once before insert on saga_participants
    for each row execute function refuse_early_participants()`.execute(db);
};

/** How stored facts are written, and those that mean nothing to the version that their instance was moved to. */
const addFormats = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table saga_facts add column format smallint not null default 1,
      drop constraint saga_facts_kind_check, add check (kind in ('event', 'timer', 'void'))`.execute(db);
};

/**
 * How long before it is in effect a row about participants has to be made: see `margin.ts`. Who relies on 30 s may still run
 * where there are instances; each margin holds for as long as it is after it was replaced.
 */
const addMargin = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table participant_margins (
      id bigint generated always as identity primary key,
      margin_ms bigint not null,
      made_at timestamptz not null default clock_timestamp()
    )`.execute(db);
  await sql`insert into participant_margins (margin_ms) select 30000 where exists (select from sagas)`.execute(db);
  await sql`
    create view participant_margin as
    select coalesce(min(margin_ms), 30000) as least_ms, coalesce(max(margin_ms), 30000) as most_ms
    from (select margin_ms, lead(made_at) over (order by id) as until from participant_margins) as each
    where until is null or until > clock_timestamp() - margin_ms * interval '1 millisecond'`.execute(db);
  await sql`
    create or replace function refuse_early_participants() returns trigger language plpgsql
    set search_path from current as $$
    declare
      margin_ms bigint := (select most_ms from participant_margin);
    begin
      if new.effective_ms < extract(epoch from clock_timestamp()) * 1000 + margin_ms then
        raise exception 'a row of saga_participants is in effect % s after it is made at the earliest',
          trim_scale(margin_ms / 1000.0);
      end if;
      return new;
    end $$`.execute(db);
};

/** What operators asked for: the same request is taken once. */
const createRequests = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table operator_requests (
      key text primary key,
      fingerprint text not null,
      instances integer not null,
      accepted_ms bigint not null
    )`.execute(db);
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
  '2026-11-saga-listing': { up: addListing },
  '2026-11-early-facts': { up: addEarlyFacts },
  '2026-11-participants': { up: createParticipants },
  '2026-11-saga-void-facts': { up: addFormats },
  '2026-11-saga-requests': { up: createRequests },
  '2026-11-saga-margin': { up: addMargin },
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
  '2026-11-features': {
    up: async (db) => {
      await sql`
        create table features (
          id text primary key,
          workspace text not null,
          title text not null,
          requested_by text,
          outcome text not null check (outcome in ('delivered', 'abandoned')),
          branch text,
          reviewed text,
          merged text,
          attempts integer not null,
          rounds integer not null,
          rejections integer not null,
          reasons text[] not null,
          tried text[] not null,
          missing text[] not null,
          requested_at timestamptz not null,
          specified_at timestamptz,
          committed_at timestamptz,
          approved_at timestamptz,
          resolved_at timestamptz not null,
          check ((outcome = 'delivered') = (merged is not null))
        )`.execute(db);
      await sql`create index features_by_workspace on features (workspace, requested_at)`.execute(db);
    },
  },
};
