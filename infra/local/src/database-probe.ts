import pg from 'pg';
import { REGISTRY_SCHEMA } from './registry-settings.ts';

const CONNECT_WITHIN_MS = 5_000;

/** Whether the database answers a query. */
export const databaseIsReady = (databaseUrl: string): Promise<boolean> =>
  queryOnce(databaseUrl, 'SELECT 1').then(
    () => true,
    () => false,
  );

/** Makes the schema that the registry keeps its tables in, unless it is there. */
export const ensureRegistrySchema = (databaseUrl: string): Promise<void> =>
  queryOnce(databaseUrl, `CREATE SCHEMA IF NOT EXISTS ${REGISTRY_SCHEMA}`);

const queryOnce = async (connectionString: string, query: string): Promise<void> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_WITHIN_MS });
  // A connection that breaks after the query is of no interest; unheard, it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(query);
  } finally {
    await client.end().catch(() => undefined);
  }
};
