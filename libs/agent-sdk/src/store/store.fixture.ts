import { connectDatabase, migrate, type Database } from '@troupe/database';
import { sql } from 'kysely';
import { decisionMigrations } from './decision-migrations.ts';
import type { Decision, DecisionSubject, StoredOutput } from './decision.ts';

/** A service's own table: what its handlers change. */
export interface CounterTables {
  counters: { name: string; count: number };
}

export const DECIDER = 'fraud-agent';
export const NOW_MS = Date.UTC(2026, 10, 21, 12);
export const DAY_MS = 86_400_000;

/** Another instance of the same service. */
export const openInstance = async (url: string, schema: string): Promise<Database<CounterTables>> => {
  const database = connectDatabase<CounterTables>({ url, schema });
  await migrate(database, {
    ...decisionMigrations,
    'counters-0001': {
      up: async (db) =>
        void (await sql`create table counters (name text primary key, count integer not null)`.execute(db)),
    },
  });
  return database;
};

export const outputOf = (id: string): StoredOutput => ({
  id,
  topic: 'order.verified',
  key: 'c-1',
  value: Buffer.from([0, 1, 2, 255]),
  headers: { ce_id: id, 'content-type': 'application/avro' },
});

export const subjectOf = (inputId: string, conversationId = inputId): DecisionSubject => ({
  decider: DECIDER,
  inputId,
  inputTimeMs: NOW_MS,
  conversationId,
  partition: 0,
  outcome: 'decided',
});

export const decisionOf = (inputId: string, change: Partial<Decision> = {}): Decision => ({
  ...subjectOf(inputId),
  outputs: [outputOf(`${inputId}-0`)],
  ...change,
});

/** Adds one to a counter; the state change that goes with a decision. */
export const increment = async (tx: Database<CounterTables>['db'], name: string): Promise<void> => {
  await tx
    .insertInto('counters')
    .values({ name, count: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ count: eb('counters.count', '+', 1) })))
    .execute();
};

/** Every counter by name. */
export const countersIn = async ({ db }: Database<CounterTables>): Promise<Record<string, number>> => {
  const rows = await db.selectFrom('counters').selectAll().execute();
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
};
