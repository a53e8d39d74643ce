import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';

/**
 * `decisions` is only ever inserted into, and forgotten a day at a time by dropping its partition. What has yet to be
 * published is pointed at from `undelivered`, which stays small: marking a decision delivered writes no second copy of it.
 */
const createDecisions = async (db: Kysely<unknown>): Promise<void> => {
  await sql`create sequence decision_positions`.execute(db);
  await sql`
    create table decisions (
      day date not null,
      decider text not null,
      input_id text not null,
      conversation_id text not null,
      partition integer not null,
      position bigint not null default nextval('decision_positions'),
      input_time_ms bigint not null,
      outcome text not null check (outcome in ('decided', 'dead-lettered')),
      outputs json not null,
      decided_at timestamptz not null default now(),
      primary key (day, decider, input_id)
    ) partition by range (day)`.execute(db);
  await sql`create table decisions_default partition of decisions default`.execute(db);
};

const createUndelivered = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table undelivered (
      partition integer not null,
      position bigint not null,
      day date not null,
      decider text not null,
      input_id text not null,
      primary key (partition, position)
    ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`.execute(db);
};

/** The tables of the decision store, for the schema of each service that decides. */
export const decisionMigrations: Migrations = {
  'troupe-0001-decisions': {
    up: async (db) => {
      await createDecisions(db);
      await createUndelivered(db);
    },
  },
};
