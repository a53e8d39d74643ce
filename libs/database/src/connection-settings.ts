import { TroupeError } from '@troupe/contracts';
import type { PoolConfig } from 'pg';
import { databaseSocket } from './database-socket.ts';
import { databaseTypes } from './database-types.ts';

/** How a service connects. */
export interface DatabaseOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** The service's own Postgres schema: letters, digits and underscores. It is the whole search path. */
  readonly schema: string;
  /** Shown in pg_stat_activity. Default: the schema. */
  readonly applicationName?: string;
  /** Connections at most. Default 8. */
  readonly maxConnections?: number;
}

/** Bounds in milliseconds: nothing waits for ever, on either side of the connection. */
const STATEMENT_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 15_000;
const LOCK_MS = 20_000;
/** Beyond the server's own bound, so that it strikes only when the server no longer answers at all. */
const SILENT_SERVER_MS = STATEMENT_MS + 5_000;
const CONNECT_MS = 5_000;
const IDLE_CONNECTION_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;

const urlOf = (text: string): URL => {
  try {
    return new URL(text);
  } catch {
    // Not passed on as the cause: it holds the text, and with it the password.
    throw new TroupeError(
      'CONFIG_INVALID',
      'DATABASE_URL cannot be read: write postgres://user:password@host:port/database',
    );
  }
};

const refuseSchema = (schema: string): void => {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return;
  throw new TroupeError(
    'CONFIG_INVALID',
    `'${schema}' cannot name a Postgres schema here: use lower-case letters, digits and underscores`,
  );
};

/** The settings of a pool with every bound in place. @throws TroupeError CONFIG_INVALID */
export const poolSettings = (options: DatabaseOptions): PoolConfig => {
  const { schema, applicationName = schema, maxConnections = 8 } = options;
  refuseSchema(schema);
  const url = urlOf(options.url);
  const given = url.searchParams.get('options') ?? '';
  // What the URL says would replace ours instead of joining it.
  url.searchParams.delete('options');
  return {
    connectionString: url.href,
    options: `${given} -c search_path=${schema}`.trim(),
    application_name: applicationName,
    max: maxConnections,
    types: databaseTypes,
    // What begins a transaction goes with its first statement, and statements that wait for none of each other go together.
    pipeline: true,
    stream: databaseSocket,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: SILENT_SERVER_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  };
};

/** The same for one connection whose statements may take as long as they need (0 lifts a bound): migrations. */
export const unhurriedSettings = (settings: PoolConfig): PoolConfig => ({
  ...settings,
  max: 1,
  statement_timeout: 0,
  query_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
});
