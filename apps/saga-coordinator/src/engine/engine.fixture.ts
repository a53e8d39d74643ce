import { createDecisionStore, type DecisionStore } from '@troupe/agent-sdk';
import { DEFAULT_HOPS, DEFAULT_TENANT, EVENT_TYPES, type Draft } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { createLocalCodec, partitionOf, toHeaders, type IncomingRecord, type Task } from '@troupe/messaging';
import type { SagaDefinition } from '@troupe/saga';
import { isolated } from '@troupe/testing';
import { mainMigrations, migrations } from '../migrations.ts';
import { orderSaga } from '../sagas/order.saga.ts';
import type { EventArrival } from './arrival.ts';
import { postgresSagaStore } from './saga-store.postgres.ts';
import { createCatalogue, type SagaCatalogue } from './saga-catalogue.ts';
import type { SagaTransactionParts } from './saga-transaction.ts';
import type { CoordinatorTables } from './tables.ts';

export const codec = createLocalCodec(EVENT_TYPES);
export const T0 = 1_767_600_000_000;

/** A database with the coordinator's tables, and what transactions on it are made of. */
export interface EngineDatabase {
  readonly database: Database<CoordinatorTables>;
  /** What a process needs to work with it. */
  readonly env: Readonly<Record<string, string>>;
  readonly store: DecisionStore;
  parts(definitions?: readonly SagaDefinition[]): SagaTransactionParts & { readonly catalogue: SagaCatalogue };
  /** How many transactions were committed while something ran. */
  commitsOf(run: () => Promise<unknown>): Promise<number>;
  drop(): Promise<void>;
}

const countCommits = async ({ db }: Database<CoordinatorTables>, run: () => Promise<unknown>): Promise<number> => {
  const begin = db.transaction;
  let commits = 0;
  db.transaction = () => {
    const transaction = begin();
    const execute = transaction.execute.bind(transaction);
    transaction.execute = (inside) =>
      execute(inside).then((result) => {
        commits += 1;
        return result;
      });
    return transaction;
  };
  try {
    await run();
    return commits;
  } finally {
    db.transaction = begin;
  }
};

/** Makes one. */
export const openEngineDatabase = async (name: string): Promise<EngineDatabase> => {
  const { databaseUrl: url, env, drop } = await isolated(name);
  const main = connectDatabase({ url, schema: 'main' });
  await migrate(main, mainMigrations);
  await main.close();
  const database = connectDatabase<CoordinatorTables>({ url, schema: 'saga_coordinator' });
  await migrate(database, migrations);
  const store = createDecisionStore(database);
  return {
    database,
    env,
    store,
    parts: (definitions = [orderSaga({ answerWithin: '30s' })]) => ({
      database,
      store,
      sagas: postgresSagaStore,
      codec,
      catalogue: createCatalogue(definitions),
      clock: () => T0,
    }),
    commitsOf: (run) => countCommits(database, run),
    drop: async () => {
      await database.close();
      await drop();
    },
  };
};

/** An event of a conversation, `atMs` after T0; its id is its type unless that matters. */
export const arrivalOf = (
  conversationId: string,
  draft: Draft,
  atMs = 0,
  id = `${conversationId} ${draft.type}`,
): EventArrival => ({
  kind: 'event',
  partition: partitionOf(conversationId, 6),
  conversationId,
  sagas: ['order'],
  fact: { kind: 'event', id, type: draft.type, appendedMs: T0 + atMs, timeMs: T0 + atMs, data: draft.data },
  trail: { lamport: atMs, hops: DEFAULT_HOPS, tenant: DEFAULT_TENANT },
});

/** The same as the log would hand it out. */
export const recordOf = async (conversationId: string, draft: Draft, offset = 0n): Promise<IncomingRecord> => ({
  topic: draft.type,
  partition: partitionOf(conversationId, 6),
  offset,
  key: conversationId,
  value: await codec.encode(draft.definition, draft.data),
  headers: toHeaders({
    id: `${conversationId} ${draft.type}`,
    type: draft.type,
    source: 'spec',
    timeMs: T0,
    conversationId,
    lamport: 1,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  }),
  appendedMs: T0,
});

export const task = (signal: AbortSignal = new AbortController().signal): Task => ({
  epoch: 1,
  signal,
  isCurrent: () => !signal.aborted,
});
