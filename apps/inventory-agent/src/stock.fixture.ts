import { agentMigrations } from '@troupe/agent-sdk';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated } from '@troupe/testing';
import type { Kysely, Transaction } from 'kysely';
import { inventoryAgent } from './inventory.agent.ts';
import { migrations } from './migrations.ts';
import { restock } from './restock.ts';
import type { InventoryTables } from './tables.ts';

/** A warehouse of one spec file's own. */
export interface TestWarehouse {
  /** For `testAgent`. */
  readonly database: Pick<Database<object>, 'db'>;
  readonly db: Kysely<InventoryTables>;
  /** Runs in a transaction of its own and commits. */
  commit<Result>(run: (tx: Transaction<InventoryTables>) => Promise<Result>): Promise<Result>;
  /** Empties the warehouse and lays in these goods. */
  layIn(onHand: Readonly<Record<string, number>>): Promise<void>;
  /** Pieces set aside per product, and the same counted from what the conversations hold. */
  reserved(): Promise<{ readonly counted: Record<string, number>; readonly held: Record<string, number> }>;
  close(): Promise<void>;
}

/** Connections that a spec can use at once. */
const CONNECTIONS = 8;

/** Makes the agent's own tables in a database of the spec's own. */
export const openWarehouse = async (name: string): Promise<TestWarehouse> => {
  const place = await isolated(name);
  const database = connectDatabase<InventoryTables>({
    url: place.databaseUrl,
    schema: 'inventory_agent',
    applicationName: 'inventory-agent',
    maxConnections: CONNECTIONS,
  });
  await migrate(database, agentMigrations(inventoryAgent(), migrations));
  const { db } = database;
  const commit: TestWarehouse['commit'] = (run) => db.transaction().execute(run);
  return {
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    db,
    commit,
    layIn: async (onHand) => {
      for (const table of ['reserved_lines', 'reservations', 'stock'] as const) await db.deleteFrom(table).execute();
      const goods = Object.entries(onHand).map(([sku, pieces]) => ({ sku, onHand: pieces }));
      await commit((tx) => restock(tx, goods));
    },
    reserved: async () => {
      const stock = await db.selectFrom('stock').select(['sku', 'reserved']).where('reserved', '>', 0).execute();
      const lines = await db.selectFrom('reserved_lines').select(['sku', 'quantity']).execute();
      const held: Record<string, number> = {};
      for (const { sku, quantity } of lines) held[sku] = (held[sku] ?? 0) + quantity;
      return { counted: Object.fromEntries(stock.map(({ sku, reserved }) => [sku, reserved])), held };
    },
    close: async () => {
      await database.close();
      await place.drop();
    },
  };
};
