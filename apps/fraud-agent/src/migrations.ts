import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import { SEEDED_FLAG_FROM, SEEDED_RULES } from './seeded-rules.ts';
import type { FraudTables } from './tables.ts';

/** What each customer ordered so far: one row per conversation, read by customer and time. */
const createHistory = async (db: Kysely<FraudTables>): Promise<void> => {
  await sql`
    create table customer_orders (
      conversation_id text primary key,
      customer_id text not null,
      placed_at timestamptz not null,
      total_minor bigint not null,
      currency text not null,
      country text not null,
      largest_quantity integer not null,
      flagged boolean not null
    )`.execute(db);
  await sql`create index customer_orders_by_customer on customer_orders (customer_id, placed_at desc)`.execute(db);
};

/** The rules as data, guarded so that a slip of whoever edits them is refused by the table and not met by an order. */
const createRules = async (db: Kysely<FraudTables>): Promise<void> => {
  const names = sql.join(SEEDED_RULES.map(({ rule }) => sql.lit(rule)));
  await sql`
    create table risk_rules (
      rule text primary key check (rule in (${names})),
      weight double precision not null check (weight > 0 and weight < 1),
      parameter double precision not null check (parameter >= 0),
      meaning text not null,
      reason text not null,
      enabled boolean not null default true
    )`.execute(db);
  await sql`
    create table risk_settings (
      only_row boolean primary key default true check (only_row),
      flag_from double precision not null check (flag_from > 0 and flag_from <= 1)
    )`.execute(db);
};

const seedRules = async (db: Kysely<FraudTables>): Promise<void> => {
  await db
    .insertInto('risk_rules')
    .values(SEEDED_RULES.map((rule) => ({ ...rule, enabled: true })))
    .execute();
  await db.insertInto('risk_settings').values({ flag_from: SEEDED_FLAG_FROM }).execute();
};

/** The agent's own tables, in the order in which they came to be. An entry is never changed once it has been released. */
export const migrations: Migrations = {
  '2026-01-history-and-rules': {
    up: async (db: Kysely<FraudTables>) => {
      await createHistory(db);
      await createRules(db);
      await seedRules(db);
    },
  },
};
