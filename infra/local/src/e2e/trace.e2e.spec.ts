import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { conversationIdOf, DEFAULT_TENANT } from '@troupe/contracts';
import { eventually, isolated, receiveTraces, type ReceivedSpan, type TraceReceiver } from '@troupe/testing';
import { startFleetIn, type TestFleet } from './fleet.fixture.ts';
import { newOrder } from './orders.fixture.ts';

const WITHIN = { timeoutMs: 60_000 };
const CLIENT_SPAN = 'b'.repeat(16);

let receiver: TraceReceiver;
let fleet: TestFleet;
let drop: () => Promise<void>;

beforeAll(async () => {
  receiver = await receiveTraces();
  const place = await isolated('trace');
  drop = () => place.drop();
  fleet = await startFleetIn({ ...place, env: { ...place.env, ...receiver.env } });
}, 120_000);

afterAll(async () => {
  await fleet.stop();
  await receiver.close();
  await drop();
}, 60_000);

/** Spans whose parent nobody has told of. */
const orphansOf = (spans: readonly ReceivedSpan[]): readonly string[] => {
  const known = new Set([CLIENT_SPAN, ...spans.map(({ spanId }) => spanId)]);
  return spans.filter(({ parentSpanId = '' }) => !known.has(parentSpanId)).map(({ name }) => name);
};

/** Places an order within a trace of the client's and waits until all is told, and hangs together: every service sends its spans when it likes. */
const traceOf = async (order: object, traceId: string, told: readonly string[]) => {
  const key = randomUUID();
  const answer = await fetch(`${fleet.url('gateway')}/v1/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      traceparent: `00-${traceId}-${CLIENT_SPAN}-01`,
      tracestate: 'vendor=opaque',
    },
    body: JSON.stringify(order),
  });
  expect(answer.status).toBe(202);
  const conversationId = conversationIdOf(DEFAULT_TENANT, key);
  const spans = await eventually(() => {
    const found = receiver.spans().filter((span) => span.traceId === traceId);
    expect(found.map(({ service, name }) => `${service} ${name}`)).toEqual(expect.arrayContaining([...told]));
    expect(orphansOf(found)).toEqual([]);
    return found;
  }, WITHIN);
  return { spans, conversationId };
};

const byName = (spans: readonly ReceivedSpan[], service: string, name: string): ReceivedSpan => {
  const found = spans.filter((span) => span.service === service && span.name === name);
  expect(found.map(() => `${service} ${name}`)).toEqual([`${service} ${name}`]);
  return found[0]!;
};

const AGENTS = [
  ['fraud-agent', 'order.verified'],
  ['inventory-agent', 'items.reserved'],
  ['shipping-agent', 'shipment.booked'],
] as const;

const TOLD = [
  'gateway POST /v1/orders',
  'gateway send transaction.created',
  ...AGENTS.flatMap(([agent, concluded]) => [
    `${agent} process transaction.created`,
    `${agent} send ${concluded}`,
    `saga-coordinator process ${concluded}`,
  ]),
  'saga-coordinator decide order.confirmed',
  'saga-coordinator send order.confirmed',
  'ledger process order.confirmed',
];

describe('the trace of an order', () => {
  it('connects every hop, from the request to the resolution, over all processes', async () => {
    const traceId = randomUUID().replaceAll('-', '');
    const { spans, conversationId } = await traceOf(newOrder('good').body, traceId, TOLD);
    const request = byName(spans, 'gateway', 'POST /v1/orders');
    expect(request).toMatchObject({ parentSpanId: CLIENT_SPAN, kind: 2, failed: false });
    expect(request.attributes).toMatchObject({ 'http.route': '/v1/orders', 'http.response.status_code': 202 });
    expect(byName(spans, 'gateway', 'send transaction.created').parentSpanId).toBe(request.spanId);

    const conclusions = AGENTS.map(([agent, concluded]) => {
      const handling = byName(spans, agent, 'process transaction.created');
      expect(handling).toMatchObject({ parentSpanId: request.spanId, kind: 5, failed: false });
      expect(byName(spans, agent, `send ${concluded}`).parentSpanId).toBe(handling.spanId);
      const judging = byName(spans, 'saga-coordinator', `process ${concluded}`);
      expect(judging.parentSpanId).toBe(handling.spanId);
      return handling.spanId;
    });

    const decision = byName(spans, 'saga-coordinator', 'decide order.confirmed');
    const led = [decision.parentSpanId, ...decision.links];
    expect(led).toHaveLength(4);
    expect(led).toEqual(expect.arrayContaining([request.spanId, ...conclusions]));
    expect(byName(spans, 'saga-coordinator', 'send order.confirmed').parentSpanId).toBe(decision.spanId);
    expect(byName(spans, 'ledger', 'process order.confirmed').parentSpanId).toBe(decision.spanId);

    expect(byName(spans, 'fraud-agent', 'process transaction.created').attributes).toMatchObject({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'transaction.created',
      'messaging.destination.partition.id': expect.stringMatching(/^\d$/),
      'messaging.consumer.group.name': 'fraud-agent',
      'messaging.kafka.message.key': conversationId,
      'messaging.kafka.offset': expect.any(Number),
      'messaging.message.conversation_id': conversationId,
      'troupe.outcome': 'decided',
    });
  }, 90_000);

  it('says nothing of what is in an event', async () => {
    await eventually(() => expect(receiver.text()).toContain('process transaction.created'), WITHIN);
    for (const data of ['RED CANDLE', 'SKU-', 'customer-']) expect(receiver.text()).not.toContain(data);
    expect(receiver.text()).not.toContain(new URL(fleet.place.databaseUrl).password);
  });
});
