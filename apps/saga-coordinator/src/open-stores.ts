import { openDatabase, whenThere, type ServiceConfig, type ServiceContext } from '@troupe/agent-sdk';
import type { Database } from '@troupe/database';
import type { CoordinatorTables } from './engine/tables.ts';
import { mainMigrations, migrations } from './migrations.ts';
import { setMargin } from './participants/margin.ts';

type Context = ServiceContext<ServiceConfig<unknown>>;

/** Two lanes of batches, timers, relay, dead letters and readiness. */
const MAX_CONNECTIONS = 8;

/** Results go to the main database by the coordinator's own connections: this one only makes the tables. */
const prepareMain = async (context: Context): Promise<void> => {
  const main = await openDatabase(
    { ...context, check: () => undefined, defer: () => undefined },
    { schema: 'main', migrations: mainMigrations, maxConnections: 1 },
  );
  await main.close();
};

/** Makes the tables of `main`, and opens the coordinator's own schema of this name, migrated. Waits for a server that is away. */
export const openStores = async (
  { schema, participantMarginMs }: { readonly schema: string; readonly participantMarginMs: number },
  context: Context,
): Promise<Database<CoordinatorTables>> => {
  await prepareMain(context);
  const database = await openDatabase<CoordinatorTables>(context, {
    schema,
    migrations,
    maxConnections: MAX_CONNECTIONS,
  });
  await whenThere('database', () => setMargin(database.db, participantMarginMs), context);
  return database;
};
