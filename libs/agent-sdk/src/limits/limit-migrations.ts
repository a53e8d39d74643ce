import type { Migrations } from '@troupe/database';
import { sql } from 'kysely';

/**
 * `leases` has a row per place of a limit: whoever is written on it holds the place until the time beside it, and two
 * can never be written on one row. `waiting` is the line of those who found no place. `rates` has, per limit, the moment
 * until which its amount is spoken for.
 */
export const limitMigrations: Migrations = {
  'troupe-0001-shared-limits': {
    up: async (db) => {
      await sql`
        create table leases (
          name text not null,
          place integer not null,
          holder text,
          expires_at timestamptz,
          primary key (name, place)
        ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`.execute(db);
      await sql`
        create table waiting (
          name text not null,
          number bigint generated always as identity,
          waiter text not null,
          expires_at timestamptz not null,
          primary key (name, number)
        ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`.execute(db);
      await sql`create unique index waiting_waiters on waiting (waiter)`.execute(db);
      await sql`create table rates (name text primary key, spoken_for_until timestamptz not null)`.execute(db);
    },
  },
};
