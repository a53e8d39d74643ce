import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import { SEEDED_CARRIERS, SEEDED_PIECE_WEIGHTS, SEEDED_RATES, SEEDED_SETTINGS, SEEDED_ZONES } from './seeded-tariff.ts';
import type { ShippingTables } from './tables.ts';

/** Zones, carriers and rates as data; whoever edits them is held to what the agent can compute with. */
const createTariff = async (db: Kysely<ShippingTables>): Promise<void> => {
  await sql`create table zones (country text primary key check (country ~ '^[A-Z]{2}$'), zone text not null)`.execute(
    db,
  );
  await sql`
    create table carriers (
      carrier text primary key,
      parcels_per_day integer not null check (parcels_per_day >= 0)
    )`.execute(db);
  await sql`
    create table rates (
      carrier text not null references carriers,
      service text not null,
      zone text not null,
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      max_weight_grams bigint not null check (max_weight_grams > 0),
      base_minor bigint not null check (base_minor >= 0),
      per_kg_minor bigint not null check (per_kg_minor >= 0),
      transit_days integer not null check (transit_days between 0 and 60),
      cutoff_minute integer not null check (cutoff_minute between 0 and 1440),
      primary key (zone, currency, carrier, service)
    )`.execute(db);
};

const createWeights = async (db: Kysely<ShippingTables>): Promise<void> => {
  await sql`create table piece_weights (sku text primary key, grams integer not null check (grams > 0))`.execute(db);
  await sql`
    create table shipping_settings (
      only_row boolean primary key default true check (only_row),
      default_piece_grams integer not null check (default_piece_grams > 0),
      days_tried integer not null check (days_tried between 1 and 30)
    )`.execute(db);
};

const createBookings = async (db: Kysely<ShippingTables>): Promise<void> => {
  await sql`
    create table capacity (
      carrier text not null references carriers,
      day integer not null,
      capacity integer not null,
      booked integer not null default 0 check (booked >= 0),
      primary key (carrier, day),
      check (booked <= capacity)
    )`.execute(db);
  await sql`comment on column capacity.day is 'days since 1970-01-01'`.execute(db);
  await sql`
    create table bookings (
      conversation_id text primary key,
      state text not null check (state in ('booked', 'refused', 'undone')),
      carrier text,
      day integer,
      check (state <> 'booked' or (carrier is not null and day is not null))
    )`.execute(db);
};

const seedTariff = async (db: Kysely<ShippingTables>): Promise<void> => {
  await db.insertInto('zones').values(SEEDED_ZONES).execute();
  await db.insertInto('carriers').values(SEEDED_CARRIERS).execute();
  await db.insertInto('rates').values(SEEDED_RATES).execute();
  await db.insertInto('piece_weights').values(SEEDED_PIECE_WEIGHTS).execute();
  await db.insertInto('shipping_settings').values(SEEDED_SETTINGS).execute();
};

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-01-tariff-and-bookings': {
    up: async (db: Kysely<ShippingTables>) => {
      await createTariff(db);
      await createWeights(db);
      await createBookings(db);
      await seedTariff(db);
    },
  },
};
