import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import type { Draft } from '@troupe/contracts';
import { arrivalOf, codec, openEngineDatabase, T0, type EngineDatabase } from '../engine/engine.fixture.ts';
import { commitArrivals } from '../engine/saga-transaction.ts';
import { createSagasApp } from './serve-sagas.ts';

/** What the interface of a spec takes. */
export const TOKEN = 'a-token-of-these-specs';

/** The interface for operators over a real database. */
export interface OperationUnderTest {
  readonly engine: EngineDatabase;
  /** Folds events of a conversation, a millisecond apart. */
  fold(conversationId: string, ...drafts: readonly Draft[]): Promise<void>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

/** Makes one. */
export const openOperation = async (name: string): Promise<OperationUnderTest> => {
  const engine = await openEngineDatabase(name);
  const parts = engine.parts();
  const app = await createSagasApp({
    db: engine.database.db,
    catalogue: parts.catalogue,
    store: engine.store,
    codec,
    partitions: 6,
    handOver: () => undefined,
    clock: () => T0 + 60_000,
    token: TOKEN,
    log: pino({ level: 'silent' }),
  });
  return {
    engine,
    fold: async (conversationId, ...drafts) => {
      for (const [nth, draft] of drafts.entries()) await commitArrivals([arrivalOf(conversationId, draft, nth)], parts);
    },
    get: (url, headers = { authorization: `Bearer ${TOKEN}` }) => app.inject({ url, headers }),
    post: (payload, headers = {}) =>
      app.inject({
        method: 'POST',
        url: '/v1/instructions',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
        payload,
      }),
    close: async () => {
      await app.close();
      await engine.drop();
    },
  };
};
