import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agentMigrations,
  createDelivery,
  defineAgent,
  loadServiceConfig,
  readBudget,
  when,
  type Delivery,
} from '@troupe/agent-sdk';
import { deriveId, EVENT_TYPES, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { createLocalCodec, toHeaders, type IncomingRecord, type OutgoingRecord } from '@troupe/messaging';
import { startTracing, type Tracing } from '@troupe/observability';
import {
  deliver,
  eventually,
  isolated,
  receiveTraces,
  startScriptedModel,
  testAgent,
  type IsolatedStack,
  type ScriptedModel,
  type TraceReceiver,
} from '@troupe/testing';
import pino from 'pino';
import { asked, openScripted } from './asking.fixture.ts';
import type { Model } from './model.ts';

const order = TransactionCreated({
  customerId: '17850',
  placedAt: Date.parse('2026-01-01T00:00:00Z'),
  country: 'GB',
  currency: 'GBP',
  totalMinor: 0,
  lines: [],
});
const verdict = { score: 0.25, reasons: [], decidedBy: 'a model' };

const judgeWith = (model: Model) =>
  defineAgent({
    name: 'judge',
    publishes: [OrderVerified],
    dependencies: [model],
    retry: { attempts: 1 },
    on: [
      when(TransactionCreated)
        .prepare((_, context) =>
          model.ask({ step: 'judge', prompt: asked({ maxOutputTokens: 100 }), schema: OrderVerified }, context),
        )
        .then((_, { data, by }) => OrderVerified({ ...data, decidedBy: by })),
    ],
  });

let place: IsolatedStack;
let database: Database<object>;
let server: ScriptedModel;
beforeAll(async () => {
  place = await isolated('model');
  database = connectDatabase({ url: place.databaseUrl, schema: 'judge' });
  server = await startScriptedModel();
  await migrate(database, agentMigrations(judgeWith(openScripted(server))));
  await server.close();
}, 60_000);
afterAll(async () => {
  await database.close();
  await place.drop();
}, 60_000);
afterEach(() => server.close());

const concluded = OrderVerified({ ...verdict, decidedBy: 'openai-compatible:scripted' });

describe('an agent that asks a model', () => {
  it('concludes what the model answered, and asks it once, whatever happens to its process', async () => {
    server = await startScriptedModel({ replies: [{ json: { ...verdict, score: 'low' } }, { json: verdict }] });
    const event = deliver(order, { conversationId: 'judged' });
    const judge = judgeWith(openScripted(server));
    await testAgent(judge, { database }).interrupted(event).when(event, event).thenPublishes(concluded);
  });

  it('lets the conversation pay what the answers used, and nothing while the model is away', async () => {
    server = await startScriptedModel({
      replies: [{ status: 429, retryAfter: 60 }, { json: { ...verdict, score: 'low' } }, { json: verdict }],
    });
    const event = deliver(order, { conversationId: 'paying' });
    await testAgent(judgeWith(openScripted(server)), { database })
      .when(event)
      .thenPublishes(concluded);
    expect(await readBudget(database.db, 'paying')).toMatchObject({
      spent: { tokens: 240, moneyMicros: 0 },
      leased: { tokens: 0, moneyMicros: 0 },
    });
  });

  it('charges what may have been answered and did not arrive', async () => {
    server = await startScriptedModel({ replies: [{ json: verdict, cutOff: 'connection' }] });
    const event = deliver(order, { conversationId: 'broken' });
    await testAgent(judgeWith(openScripted(server)), { database })
      .when(event)
      .thenDeadLetters('MODEL_FAILED');
    const { spent, leased } = (await readBudget(database.db, 'broken')) ?? {};
    expect(spent?.tokens).toBeGreaterThan(1_000);
    expect(leased).toEqual({ tokens: 0, moneyMicros: 0 });
  });
});

describe('a model that the conversation cannot pay any more', () => {
  let receiver: TraceReceiver;
  let tracing: Tracing | undefined;
  const deliveries: Delivery[] = [];
  beforeAll(async () => {
    receiver = await receiveTraces();
    const config = loadServiceConfig({ ...place.env, ...receiver.env }, { name: 'judge' });
    tracing = await startTracing(config.tracing, () => undefined);
  });
  afterAll(async () => {
    for (const delivery of deliveries) await delivery.close();
    await tracing?.close();
    await receiver.close();
  });

  const codec = createLocalCodec(EVENT_TYPES);
  const handle = async (conversationId: string, tokens: number): Promise<readonly string[]> => {
    const published: OutgoingRecord[] = [];
    const delivery = createDelivery({
      agent: judgeWith(openScripted(server)),
      codec,
      database,
      budget: { tokens, moneyMicros: 1_000_000 },
      ...(tracing && { tracing }),
      log: pino({ level: 'silent' }),
      publisher: { publish: (records) => Promise.resolve(void published.push(...records)) },
      partitions: () => [],
      caughtUp: () => Promise.resolve(true),
    });
    deliveries.push(delivery);
    await delivery.handle(await recordFor(conversationId), {
      epoch: 1,
      signal: new AbortController().signal,
      isCurrent: () => true,
    });
    return published.map(({ topic }) => topic);
  };
  const recordFor = async (conversationId: string): Promise<IncomingRecord> => {
    const { envelope } = deliver(order, { conversationId, id: deriveId('event', conversationId) });
    const value = await codec.encode(TransactionCreated, order.data);
    const { type: topic } = envelope;
    return { topic, partition: 0, offset: 0n, key: conversationId, value, headers: toHeaders(envelope), appendedMs: 0 };
  };

  it('is not asked; the conversation is told that its tokens are used up', async () => {
    server = await startScriptedModel();
    expect(await handle('poor', 1_000)).toContain('budget.exhausted');
  });

  it('leaves a span of each request with what was asked, who answered and what it used', async () => {
    server = await startScriptedModel({ replies: [{ json: verdict }] });
    expect(await handle('rich', 100_000)).toEqual(['order.verified']);
    const span = await eventually(() => {
      const found = receiver.spans().find(({ name }) => name === 'chat scripted');
      if (found === undefined) throw new Error('no span yet');
      return found;
    });
    expect(span.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai-compatible',
      'gen_ai.request.model': 'scripted',
      'gen_ai.response.model': 'scripted',
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.response.finish_reasons': ['stop'],
    });
  });
});
