import type { Migrations } from '@troupe/database';
import { sql } from 'kysely';

/** The tables of the desk. An entry is never changed once it has been released. */
export const deskMigrations: Migrations = {
  '2026-11-tickets-at-the-desk': {
    up: async (db) => {
      await sql`
        alter table requests drop constraint requests_operation_check,
          add check (operation in ('order', 'cancellation', 'feature', 'spec-answer', 'review', 'ticket',
            'take', 'return', 'reply', 'close', 'message'))`.execute(db);
      await sql`
        create table desk_tickets (
          tenant text not null,
          conversation_id text not null,
          opened_ms bigint not null,
          customer_id text,
          subject text,
          excerpt text,
          channel text,
          level text check (level in ('critical', 'routine')),
          score double precision,
          urgency text,
          topic text,
          draft json,
          taken_by text,
          taken_ms bigint,
          waiting_since_ms bigint,
          closed_by text,
          closed_ms bigint,
          revision integer not null default 0,
          primary key (tenant, conversation_id),
          check ((taken_by is null) = (taken_ms is null)),
          check ((closed_by is null) = (closed_ms is null)),
          check (closed_ms is null or taken_by is null)
        )`.execute(db);
      await sql`create index desk_tickets_open on desk_tickets (tenant, opened_ms) where closed_ms is null`.execute(db);
      await sql`create index desk_tickets_closed on desk_tickets (tenant, closed_ms) where closed_ms is not null`.execute(
        db,
      );
      // What was opened before there was a desk waits for somebody, too; what it says is in the ledger.
      await sql`
        insert into desk_tickets (tenant, conversation_id, opened_ms, waiting_since_ms)
        select tenant, conversation_id, accepted_ms, accepted_ms from requests where operation = 'ticket'`.execute(db);
    },
  },
};
