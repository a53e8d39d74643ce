import { decisionMigrations } from '@troupe/agent-sdk';
import type { Migrations } from '@troupe/database';
import { sql } from 'kysely';
import { deskMigrations } from './desk/desk-migrations.ts';

/** The gateway's tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  ...decisionMigrations,
  '2026-01-requests': {
    up: async (db) => {
      await sql`
        create table requests (
          tenant text not null,
          idempotency_key text not null,
          operation text not null check (operation in ('order', 'cancellation')),
          conversation_id text not null,
          fingerprint text not null,
          accepted_ms bigint not null,
          primary key (tenant, idempotency_key)
        )`.execute(db);
      await sql`
        create unique index requests_that_began on requests (tenant, conversation_id)
        where operation = 'order'`.execute(db);
    },
  },
  '2026-11-feature-requests': {
    up: async (db) => {
      await sql`
        alter table requests drop constraint requests_operation_check,
          add check (operation in ('order', 'cancellation', 'feature', 'spec-answer'))`.execute(db);
      await sql`drop index requests_that_began`.execute(db);
      await sql`
        create unique index requests_that_began on requests (tenant, conversation_id)
        where operation in ('order', 'feature')`.execute(db);
    },
  },
  '2026-11-review-requests': {
    up: async (db) => {
      await sql`
        alter table requests drop constraint requests_operation_check,
          add check (operation in ('order', 'cancellation', 'feature', 'spec-answer', 'review'))`.execute(db);
    },
  },
  '2026-11-ticket-requests': {
    up: async (db) => {
      await sql`
        alter table requests drop constraint requests_operation_check,
          add check (operation in ('order', 'cancellation', 'feature', 'spec-answer', 'review', 'ticket'))`.execute(db);
      await sql`drop index requests_that_began`.execute(db);
      await sql`
        create unique index requests_that_began on requests (tenant, conversation_id)
        where operation in ('order', 'feature', 'ticket')`.execute(db);
    },
  },
  ...deskMigrations,
};
