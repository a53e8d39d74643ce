import type { Migrations } from '@troupe/database';
import { sql } from 'kysely';

/** The ledger's tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-01-events': {
    up: async (db) => {
      await sql`
        create table conversations (
          conversation_id text primary key,
          last_position integer not null default 0
        )`.execute(db);
      await sql`
        create table events (
          conversation_id text not null,
          position integer not null check (position > 0),
          event_id text not null,
          type text not null,
          source text not null,
          tenant text not null,
          concluded_at timestamptz not null,
          appended_at timestamptz not null,
          topic_partition integer not null,
          topic_offset bigint not null,
          causation_id text,
          parent_id text,
          lamport bigint not null,
          hops integer not null,
          provenance json not null,
          data json not null,
          primary key (conversation_id, position),
          unique (conversation_id, event_id)
        )`.execute(db);
    },
  },
};
