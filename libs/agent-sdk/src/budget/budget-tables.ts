import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';

/**
 * The schema that all services share. Each runs this as a step of its own schema: one at a time, and what is there
 * already is left as it is.
 */
const createBudgets = async (db: Kysely<unknown>): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('troupe budgets'))`.execute(db);
  await sql`create schema if not exists budgets`.execute(db);
  await sql`
    create table if not exists budgets.accounts (
      conversation_id text primary key,
      tokens_limit bigint not null,
      money_limit_micros bigint not null,
      tokens_spent bigint not null default 0,
      money_spent_micros bigint not null default 0,
      touched_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index if not exists accounts_touched on budgets.accounts (touched_at)`.execute(db);
  await sql`
    create table if not exists budgets.leases (
      id text primary key,
      conversation_id text not null references budgets.accounts on delete cascade,
      agent text not null,
      tokens bigint not null,
      money_micros bigint not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index if not exists leases_of on budgets.leases (conversation_id)`.execute(db);
  await sql`
    create table if not exists budgets.exhausted (
      conversation_id text not null,
      resource text not null,
      agent text not null,
      exhausted_at timestamptz not null default now(),
      primary key (conversation_id, resource)
    )`.execute(db);
  await sql`create index if not exists exhausted_since on budgets.exhausted (exhausted_at)`.execute(db);
};

const createBusy = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table busy_conversations (
      conversation_id text primary key,
      events bigint not null,
      counted_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index busy_conversations_counted on busy_conversations (counted_at)`.execute(db);
};

/**
 * Every event counts, in the statement that stores its decision, so the row is written often: an index of blocks leaves the
 * new version of a row where the old one was.
 */
const boundBusy = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    alter table busy_conversations add column most bigint,
      add constraint busy_conversations_bound check (events <= most)`.execute(db);
  await sql`drop index busy_conversations_counted`.execute(db);
  await sql`create index busy_conversations_counted on busy_conversations using brin (counted_at)`.execute(db);
};

/** What every agent with a store adds to the database. */
export const budgetMigrations: Migrations = {
  'troupe-0004-budgets': { up: createBudgets },
  'troupe-0005-busy-conversations': { up: createBusy },
  'troupe-0006-bound-conversations': { up: boundBusy },
};

/** Rows that are forgotten in one statement, and statements in one go: what is left is for the next hour. */
const FORGOTTEN_AT_ONCE = 10_000;
const MOST_AT_ONCE = 100;

const forgetOnce = async <Tables>(db: Kysely<Tables>, table: string, column: string, keepDays: number) => {
  const { rows } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)}
      where ${sql.ref(column)} < now() - ${keepDays} * interval '1 day' limit ${FORGOTTEN_AT_ONCE}))
    returning 1`.execute(db);
  return rows.length;
};

/** Forgets conversations that nobody has touched for so many days. */
export const forgetBudgets = async <Tables>(db: Kysely<Tables>, keepDays: number): Promise<void> => {
  for (const [table, column] of [
    ['budgets.accounts', 'touched_at'],
    ['budgets.exhausted', 'exhausted_at'],
    ['busy_conversations', 'counted_at'],
  ] as const)
    for (let round = 0; round < MOST_AT_ONCE; round += 1)
      if ((await forgetOnce(db, table, column, keepDays)) < FORGOTTEN_AT_ONCE) break;
};
