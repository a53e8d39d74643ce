import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { CorrelatorTables } from './tables.ts';

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-11-markets': {
    up: async (db: Kysely<CorrelatorTables>) => {
      await sql`
        create table markets (
          conversation_id text primary key,
          market text not null,
          decided_until bigint not null
        )`.execute(db);
      await sql`
        create table market_sources (
          conversation_id text not null,
          source text not null,
          told_until bigint not null,
          told_at bigint not null,
          primary key (conversation_id, source)
        )`.execute(db);
      await sql`
        create table residuals (
          conversation_id text not null,
          source text not null,
          bucket bigint not null,
          residual double precision not null,
          primary key (conversation_id, source, bucket)
        )`.execute(db);
      await sql`
        create table waiting_anomalies (
          conversation_id text not null,
          event text not null,
          source text not null,
          at bigint not null,
          anomaly jsonb not null,
          primary key (conversation_id, event)
        )`.execute(db);
    },
  },
};
