import type { Migrations } from '@troupe/database';
import { sql, type Generated, type Kysely } from 'kysely';

/** One pair of events of a conversation: the first to come waits here for the other. */
export interface WaitingEvents {
  /** The agent and both types. */
  readonly join_name: string;
  readonly conversation_id: string;
  /** Counts the pairs of a conversation from 1. */
  readonly nth: number;
  readonly partition: number;
  readonly state: 'waiting' | 'met' | 'lapsed';
  readonly first_id: string | null;
  readonly second_id: string | null;
  /** Of the event that waits: when it was appended, and when that is too long ago (milliseconds since 1970 UTC). */
  readonly appended_ms: number;
  readonly due_ms: number;
  /** The waiting event as it was read; dropped when the pair is closed. */
  readonly record_offset: number;
  readonly record_key: string | null;
  readonly record_value: Buffer | null;
  readonly record_headers: Readonly<Record<string, string>> | null;
  readonly changed_at: Generated<Date>;
}

/** The tables of joins. */
export interface JoinTables {
  waiting_events: WaitingEvents;
}

const create = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table waiting_events (
      join_name text not null,
      conversation_id text not null,
      nth integer not null,
      partition integer not null,
      state text not null check (state in ('waiting', 'met', 'lapsed')),
      first_id text,
      second_id text,
      appended_ms bigint not null,
      due_ms bigint not null,
      record_offset bigint not null,
      record_key text,
      record_value bytea,
      record_headers json,
      changed_at timestamptz not null default now(),
      primary key (join_name, conversation_id, nth)
    )`.execute(db);
  await sql`create index waiting_events_due on waiting_events (partition, due_ms) where state = 'waiting'`.execute(db);
  await sql`create index waiting_events_closed on waiting_events (changed_at) where state <> 'waiting'`.execute(db);
};

/** What an agent that joins events adds to its schema. */
export const joinMigrations: Migrations = { 'troupe-0002-waiting-events': { up: create } };
