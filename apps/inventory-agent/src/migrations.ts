import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import type { InventoryTables } from './tables.ts';

const createStock = async (db: Kysely<InventoryTables>): Promise<void> => {
  await sql`
    create table stock (
      sku text primary key,
      on_hand integer not null check (on_hand >= 0),
      reserved integer not null default 0 check (reserved >= 0),
      check (reserved <= on_hand)
    )`.execute(db);
};

const createReservations = async (db: Kysely<InventoryTables>): Promise<void> => {
  await sql`
    create table reservations (
      conversation_id text primary key,
      state text not null check (state in ('held', 'refused', 'undone'))
    )`.execute(db);
  await sql`
    create table reserved_lines (
      conversation_id text not null,
      sku text not null,
      quantity integer not null check (quantity > 0),
      primary key (conversation_id, sku)
    )`.execute(db);
};

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-01-stock-and-reservations': {
    up: async (db: Kysely<InventoryTables>) => {
      await createStock(db);
      await createReservations(db);
    },
  },
};
