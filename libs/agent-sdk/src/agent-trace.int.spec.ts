import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deriveId,
  ItemsReserved,
  OrderVerified,
  TransactionCreated,
  type Event,
  type TraceContext,
} from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { traceIn, type OutgoingRecord } from '@troupe/messaging';
import { startTracing, type Tracing } from '@troupe/observability';
import { eventually, isolated, receiveTraces, type IsolatedStack, type TraceReceiver } from '@troupe/testing';
import { sql } from 'kysely';
import pino from 'pino';
import { createDelivery, type Delivery } from './agent-delivery.ts';
import { agentMigrations } from './agent-migrations.ts';
import { loadServiceConfig } from './config.ts';
import { defineAgent, type AgentDefinition } from './define-agent.ts';
import { codec, order, recordOf, task, verified } from './delivery/pipeline.fixture.ts';
import type { PrepareContext } from './steps/record-step.ts';
import { when } from './when.ts';

const items = ItemsReserved({ lines: [] });

const agent = defineAgent({
  name: 'fraud-agent',
  publishes: [OrderVerified],
  retry: { attempts: 1 },
  on: [
    when(TransactionCreated, ({ data }) => {
      if (data.customerId === 'secret') throw new Error('secret: no such customer');
      return verified;
    }),
  ],
});
const joiner = defineAgent({
  name: 'joiner',
  publishes: [OrderVerified],
  on: [
    when(ItemsReserved)
      .with(TransactionCreated, { within: '10m' })
      .then(() => verified),
  ],
});

const askOpinion = (_event: Event, { record }: PrepareContext) =>
  record(
    'opinion',
    ({ answered }) => {
      answered({ inputTokens: 12, outputTokens: 3 });
      return 'looks good';
    },
    { model: { provider: 'openai', model: 'gpt-5' } },
  );

const asker = defineAgent({
  name: 'fraud-agent',
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated)
      .prepare(askOpinion)
      .then(() => verified),
  ],
});

let place: IsolatedStack;
let database: Database<object>;
let receiver: TraceReceiver;
let tracing: Tracing;
const deliveries: Delivery[] = [];
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  receiver = await receiveTraces();
  place = await isolated('agent-trace');
  const config = loadServiceConfig({ ...place.env, ...receiver.env }, { name: 'fraud-agent' });
  tracing = (await startTracing(config.tracing, () => undefined))!;
  database = connectDatabase({ url: place.databaseUrl, schema: 'fraud_agent', applicationName: 'trace' });
  await migrate(database, { ...agentMigrations(joiner, {}), ...agentMigrations(asker, {}) });
});
afterAll(async () => {
  for (const delivery of deliveries) await delivery.close();
  await tracing.close();
  await receiver.close();
  await database.close();
  await place.drop();
});

const deliveryOf = (definition: AgentDefinition, published: OutgoingRecord[]): Delivery => {
  const delivery = createDelivery({
    agent: definition,
    codec,
    database,
    tracing,
    log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
    publisher: { publish: (records) => Promise.resolve(void published.push(...records)) },
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  deliveries.push(delivery);
  return delivery;
};

let events = 0;
const about = (conversation = 'one') => {
  const id = deriveId('event', 'trace', (events += 1));
  const spanId = events.toString(16).padStart(16, '1');
  const traceparent = `00-${'c'.repeat(32)}-${spanId}-01`;
  return { id, spanId, envelope: { id, conversationId: deriveId('conversation', conversation, id), traceparent } };
};

const spanOf = (trace: TraceContext): string => trace.traceparent?.split('-')[2] ?? '';

const received = (name: string, parentSpanId: string) =>
  eventually(() => {
    const found = receiver.spans().filter((span) => span.name === name && span.parentSpanId === parentSpanId);
    expect(found).not.toEqual([]);
    return found[0]!;
  });

describe('an agent that is traced', () => {
  it('names the span that concluded an output, and the same one whenever it is published again', async () => {
    const event = about();
    const record = await recordOf(order, event.envelope);
    const [first, again]: [OutgoingRecord[], OutgoingRecord[]] = [[], []];
    const delivery = deliveryOf(agent, first);
    await delivery.handle(record, task());
    const span = await received('process transaction.created', event.spanId);
    expect(span).toMatchObject({ service: 'fraud-agent', kind: 5, failed: false });
    expect(spanOf(traceIn(first[0]!.headers))).toBe(span.spanId);
    // As if the process had died before it could note that this was delivered.
    await sql`insert into undelivered select partition, position, day, decider, input_id from decisions
      where input_id = ${event.id} on conflict do nothing`.execute(database.db);
    const successor = deliveryOf(agent, again);
    await successor.sweep([record.partition], task().signal);
    expect(again).toMatchObject([{ headers: first[0]!.headers }]);
  });

  it('links both events of a join, and what shares a commit', async () => {
    const [first, second] = [about(), about()];
    const { conversationId } = first.envelope;
    const published: OutgoingRecord[] = [];
    const delivery = deliveryOf(joiner, published);
    await delivery.handle(await recordOf(items, first.envelope), task());
    await delivery.handle(await recordOf(order, { ...second.envelope, conversationId }), task());
    const joining = await received('process transaction.created', second.spanId);
    expect(joining.links).toEqual([first.spanId]);
    expect(published.map(({ headers }) => spanOf(traceIn(headers)))).toEqual([joining.spanId]);

    const many = Array.from({ length: 8 }, () => about());
    const records = await Promise.all(many.map(({ envelope }) => recordOf(order, envelope)));
    const traced = deliveryOf(agent, []);
    await Promise.all(records.map((record) => traced.handle(record, task())));
    const handling = await Promise.all(many.map(({ spanId }) => received('process transaction.created', spanId)));
    await eventually(() => {
      const commits = receiver.spans().filter(({ name }) => name === 'commit decisions');
      const shared = commits.filter(({ links }) => links.length > 1);
      expect(shared).not.toEqual([]);
      const reached = new Set(commits.flatMap(({ links, parentSpanId = '' }) => [parentSpanId, ...links]));
      for (const { spanId } of handling) expect(reached).toContain(spanId);
    });
  });

  it('shows the steps that come before a decision, and which model answered at what cost', async () => {
    const event = about();
    await deliveryOf(asker, []).handle(await recordOf(order, event.envelope), task());
    const handling = await received('process transaction.created', event.spanId);
    const step = await received('step opinion', handling.spanId);
    expect((await received('chat gpt-5', step.spanId)).attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5',
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 3,
    });
    expect(receiver.text()).not.toContain('looks good');
  });

  it('marks what was given up by its kind and not by its words, and names its span in the log', async () => {
    const event = about();
    const secret = TransactionCreated({ ...order.data, customerId: 'secret' });
    await deliveryOf(agent, []).handle(await recordOf(secret, event.envelope), task());
    const span = await received('process transaction.created', event.spanId);
    expect(span.failed).toBe(true);
    expect(span.attributes).toMatchObject({ 'error.type': 'Error', 'troupe.outcome': 'dead-lettered' });
    expect(receiver.text()).not.toContain('secret');
    expect(lines).toContainEqual(
      expect.objectContaining({ msg: 'dead-lettered', trace_id: 'c'.repeat(32), span_id: span.spanId }),
    );
  });
});
