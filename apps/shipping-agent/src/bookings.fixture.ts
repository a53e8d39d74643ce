import { agentMigrations } from '@troupe/agent-sdk';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated } from '@troupe/testing';
import type { Kysely, Transaction } from 'kysely';
import { shippingAgent } from './shipping.agent.ts';
import { migrations } from './migrations.ts';
import type { ShippingTables } from './tables.ts';

/** The tariff and the bookings of one spec file's own. */
export interface TestCarriers {
  /** For `testAgent`. */
  readonly database: Pick<Database<object>, 'db'>;
  readonly db: Kysely<ShippingTables>;
  /** Runs in a transaction of its own and commits. */
  commit<Result>(run: (tx: Transaction<ShippingTables>) => Promise<Result>): Promise<Result>;
  /** Forgets all bookings; these carriers take so many parcels a day. */
  open(parcelsPerDay: Readonly<Record<string, number>>): Promise<void>;
  /** Parcels per carrier and day as counted, and as the conversations hold them. */
  booked(): Promise<{ readonly counted: Record<string, number>; readonly held: Record<string, number> }>;
  close(): Promise<void>;
}

/** Connections that a spec can use at once. */
const CONNECTIONS = 8;

/** Makes the agent's own tables, with their seeds, in a database of the spec's own. */
export const openCarriers = async (name: string): Promise<TestCarriers> => {
  const place = await isolated(name);
  const database = connectDatabase<ShippingTables>({
    url: place.databaseUrl,
    schema: 'shipping_agent',
    applicationName: 'shipping-agent',
    maxConnections: CONNECTIONS,
  });
  await migrate(database, agentMigrations(shippingAgent(), migrations));
  const { db } = database;
  return {
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    db,
    commit: (run) => db.transaction().execute(run),
    open: async (parcelsPerDay) => {
      for (const table of ['bookings', 'capacity'] as const) await db.deleteFrom(table).execute();
      const carriers = Object.entries(parcelsPerDay).map(([carrier, parcels_per_day]) => ({
        carrier,
        parcels_per_day,
      }));
      await db
        .insertInto('carriers')
        .values(carriers)
        .onConflict((known) =>
          known.column('carrier').doUpdateSet((row) => ({ parcels_per_day: row.ref('excluded.parcels_per_day') })),
        )
        .execute();
    },
    booked: async () => {
      const days = await db
        .selectFrom('capacity')
        .select(['carrier', 'day', 'booked'])
        .where('booked', '>', 0)
        .execute();
      const rows = await db.selectFrom('bookings').selectAll().where('state', '=', 'booked').execute();
      const held: Record<string, number> = {};
      for (const { carrier, day } of rows) held[`${carrier} ${day}`] = (held[`${carrier} ${day}`] ?? 0) + 1;
      return {
        counted: Object.fromEntries(days.map(({ carrier, day, booked }) => [`${carrier} ${day}`, booked])),
        held,
      };
    },
    close: async () => {
      await database.close();
      await place.drop();
    },
  };
};
