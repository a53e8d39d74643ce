import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { poolSettings, unhurriedSettings, type DatabaseOptions } from './connection-settings.ts';
import { preparedOver } from './prepared-statements.ts';
import { insideTransaction } from './transaction-scope.ts';

/** A service's own schema of the database. Connections are opened when they are first needed. */
export interface Database<Tables = unknown> {
  readonly db: Kysely<Tables>;
  readonly schema: string;
  /** Whether the database answers within two seconds. Never rejects. */
  ready(): Promise<boolean>;
  /** Runs on one connection of its own, without limits of time: for migrations. */
  unhurried<Result>(run: (db: Kysely<unknown>) => Promise<Result>): Promise<Result>;
  /** Waits for what is running and closes every connection. Idempotent. */
  close(): Promise<void>;
}

/** How long readiness waits for an answer. */
const ANSWER_MS = 2_000;

const openPool = (settings: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool(settings);
  // A connection that breaks while nobody awaits a query on it is reported by an event, and an event 'error' that
  // nobody hears ends the process. Whoever uses that connection next gets the error as a rejection.
  const heard = (): void => undefined;
  pool.on('error', heard);
  pool.on('connect', (client) => client.on('error', heard));
  return pool;
};

const kyselyOver = <Tables>(settings: pg.PoolConfig): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparedOver(openPool(settings)) }) });

/** Lets the code inside of every transaction know that it is inside of one, also on a connection that is held. */
const marked = <Tables>(db: Kysely<Tables>): Kysely<Tables> => {
  const [begin, connect] = [db.transaction.bind(db), db.connection.bind(db)];
  db.transaction = () => {
    const transaction = begin();
    const execute = transaction.execute.bind(transaction);
    transaction.execute = (run) => execute((tx) => insideTransaction(() => run(tx)));
    return transaction;
  };
  db.connection = () => {
    const connection = connect();
    const execute = connection.execute.bind(connection);
    connection.execute = (run) => execute((held) => run(marked(held)));
    return connection;
  };
  return db;
};

const answers = async (db: Kysely<never>): Promise<boolean> => {
  const given = new AbortController();
  const tooLate = delay(ANSWER_MS, false, { signal: given.signal, ref: false }).catch(() => false);
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([asked, tooLate]);
  given.abort();
  return answer;
};

const runUnhurried = async <Result>(
  settings: pg.PoolConfig,
  run: (db: Kysely<unknown>) => Promise<Result>,
): Promise<Result> => {
  const db = kyselyOver<unknown>(unhurriedSettings(settings));
  try {
    return await run(db);
  } finally {
    await db.destroy();
  }
};

/**
 * A pool of connections to a service's own schema. Statements end after 30 s, waits for a lock after 20 s, a transaction
 * in which nothing happens after 15 s; an int8 is read as a number (and refused where that would not be exact), a
 * numeric as a string. A broken connection never ends the process.
 * @throws TroupeError CONFIG_INVALID
 */
export const connectDatabase = <Tables = unknown>(options: DatabaseOptions): Database<Tables> => {
  const settings = poolSettings(options);
  const db = marked(kyselyOver<Tables>(settings));
  let asked: Promise<boolean> | undefined;
  let closed: Promise<void> | undefined;
  return {
    db,
    schema: options.schema,
    ready: () => {
      // Only asked whether it answers: which tables it has does not matter.
      asked ??= answers(db as unknown as Kysely<never>).finally(() => (asked = undefined));
      return asked;
    },
    unhurried: (run) => runUnhurried(settings, run),
    close: () => (closed ??= db.destroy()),
  };
};
