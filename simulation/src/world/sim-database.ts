import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Scheduler } from './scheduler.ts';
import type { SimProcess } from './sim-process.ts';
import type { SimTables, SimTransaction, TableView } from './sim-tables.ts';

/** What goes wrong at one statement or commit. */
export type ConnectionFate = 'statement' | 'commit-lost' | 'commit-applied';

/** What a connection of a process to the tables of its service is made of. */
export interface SimDatabaseOptions {
  readonly process: SimProcess;
  readonly tables: SimTables;
  readonly scheduler: Scheduler;
  readonly isAway: () => boolean;
  /** Asked at every statement and every commit that arrives. */
  readonly fateOf: (at: 'statement' | 'commit') => ConnectionFate | undefined;
}

/** What a statement of the simulation does: it stands where others have text. */
interface Statement {
  readonly run: (view: TableView) => unknown;
}

type Executor = Parameters<ReturnType<typeof sql>['execute']>[0];

/** Runs something on the tables, as one statement of a transaction or by itself. */
export const runOn = async <Result>(
  at: Executor,
  run: (view: TableView) => Result | Promise<Result>,
): Promise<Result> => {
  const statement: Statement = { run };
  const { rows } = await sql<{ result: Result }>`simulated ${sql.val(statement)}`.execute(at);
  // The connection answers every such statement with one row.
  return (rows[0] as { result: Result }).result;
};

const broken = (): Error => Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const inFailedTransaction = (): Error => Object.assign(new Error('transaction is aborted'), { code: '25P02' });

const LOCK_TIMEOUT = /^set local lock_timeout = (\d+)$/;

const perform = async ({ sql: text, parameters }: CompiledQuery, tx: SimTransaction): Promise<QueryResult<unknown>> => {
  const [, timeoutMs] = LOCK_TIMEOUT.exec(text) ?? [];
  if (timeoutMs !== undefined) tx.lockTimeoutMs = Number(timeoutMs);
  if (timeoutMs !== undefined || text === 'select 1' || text.startsWith('release savepoint ')) return { rows: [] };
  if (text.startsWith('savepoint ')) {
    tx.savepoint();
    return { rows: [] };
  }
  if (!text.startsWith('simulated ')) throw new Error(`The simulated database does not know this statement: ${text}`);
  // `runOn` is all that makes such statements.
  const { run } = parameters[0] as Statement;
  return { rows: [{ result: await run(tx.view) }] };
};

/** A connection of one process; a transaction that is open on it ends with it. */
class SimConnection implements DatabaseConnection {
  readonly #options: SimDatabaseOptions;
  #tx: SimTransaction | undefined;
  #isBroken = false;

  constructor(options: SimDatabaseOptions) {
    this.#options = options;
    options.process.onEnd(() => this.break());
  }

  break(): void {
    this.#isBroken = true;
    this.#tx?.rollback();
  }

  begin(): Promise<void> {
    return this.#options.process.call('statement', () => {
      this.#check('statement');
      this.#tx = this.#options.tables.begin();
    });
  }

  commit(): Promise<void> {
    return this.#options.process.call('commit', () => {
      const fate = this.#check('commit');
      if (fate !== 'commit-lost' && this.#tx?.failed !== true) this.#tx?.commit();
      this.#tx?.rollback();
      if (fate !== undefined) this.#fail();
    });
  }

  rollback(): Promise<void> {
    if (this.#isBroken) return Promise.reject(broken());
    return this.#options.process.call('statement', () => this.#tx?.rollback());
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#options.process.call('statement', async () => {
      this.#check('statement');
      // The rows are what the statement says that they are.
      return (await this.#execute(query)) as QueryResult<Row>;
    });
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('The simulated database does not stream');
  }

  async #execute(query: CompiledQuery): Promise<QueryResult<unknown>> {
    const tx = this.#tx?.isOver === false ? this.#tx : this.#options.tables.begin();
    if (query.sql.startsWith('rollback to savepoint ')) {
      tx.rollbackToSavepoint();
      return { rows: [] };
    }
    if (tx.failed) throw inFailedTransaction();
    try {
      const result = await perform(query, tx);
      if (tx !== this.#tx) tx.commit();
      return result;
    } catch (error) {
      tx.failed = true;
      if (tx !== this.#tx) tx.rollback();
      throw error;
    }
  }

  #check(at: 'statement' | 'commit'): ConnectionFate | undefined {
    const { isAway, fateOf } = this.#options;
    if (isAway()) {
      this.break();
      throw refused();
    }
    if (this.#isBroken) throw broken();
    const fate = fateOf(at);
    if (fate === 'statement') this.#fail();
    return fate;
  }

  #fail(): never {
    this.break();
    throw broken();
  }
}

const own = (connection: DatabaseConnection): SimConnection => {
  if (connection instanceof SimConnection) return connection;
  throw new Error('This connection is not of the simulation');
};

const createDriver = (options: SimDatabaseOptions): Driver => ({
  init: () => Promise.resolve(),
  acquireConnection: () => Promise.resolve(new SimConnection(options)),
  beginTransaction: (connection) => own(connection).begin(),
  commitTransaction: (connection) => own(connection).commit(),
  rollbackTransaction: (connection) => own(connection).rollback(),
  releaseConnection: () => Promise.resolve(),
  destroy: () => Promise.resolve(),
});

/** A process's way to the tables of its service: Kysely as it is, over a driver that the world answers. */
export const createSimDatabase = <Tables>(options: SimDatabaseOptions): { readonly db: Kysely<Tables> } => {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(options),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return { db: new Kysely<Tables>({ dialect }) };
};
