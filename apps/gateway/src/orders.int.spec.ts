import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { conversationIdOf } from '@troupe/contracts';
import { eventually } from '@troupe/testing';
import { openEdge, type Edge } from './edge.fixture.ts';
import { gatewayUnderTest, ORDER } from './gateway.fixture.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge('gateway-orders', '/v1/orders');
}, 60_000);
afterAll(() => edge.close(), 60_000);

const post: Edge['post'] = (body, sending) => edge.post(body, sending);
const publishedUnder: Edge['publishedUnder'] = (key) => edge.publishedUnder(key);

describe('POST /v1/orders', () => {
  it('keeps the order, answers where it goes on, and publishes it', async () => {
    const key = randomUUID();
    const answer = await post(ORDER, { key });
    const conversationId = conversationIdOf('default', key);
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({
      conversationId,
      status: 'accepted',
      links: {
        conversation: `/v1/conversations/${conversationId}`,
        events: `/v1/conversations/${conversationId}/events`,
        cancellation: `/v1/orders/${conversationId}/cancellation`,
      },
    });
    const [record] = await eventually(() => {
      expect(publishedUnder(key)).toHaveLength(1);
      return publishedUnder(key);
    });
    expect(record).toMatchObject({
      topic: 'transaction.created',
      key: conversationId,
      headers: { ce_source: 'gateway', ce_correlationid: conversationId, ce_tenant: 'default', ce_lamport: '0' },
    });
  });

  it('answers the same key and body byte for byte the same, also at once, and publishes one event', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(ORDER, { key })));
    const { lines, ...rest } = ORDER;
    answers.push(await post({ lines, ...rest }, { key }));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]!.statusCode).toBe(202);
    await eventually(() => expect(publishedUnder(key)).toHaveLength(1));
    const rows = await edge.gateway.database.db
      .selectFrom('requests')
      .selectAll()
      .where('idempotency_key', '=', key)
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('refuses the same key for another body', async () => {
    const key = randomUUID();
    await post(ORDER, { key });
    const other = await post({ ...ORDER, totalMinor: 1 }, { key });
    expect([other.statusCode, other.headers['content-type']]).toEqual([422, expect.stringContaining('problem+json')]);
    const { conversationId } = (await post(ORDER)).json<{ conversationId: string }>();
    const cancelled = await post({}, { key, url: `/v1/orders/${conversationId}/cancellation` });
    expect(cancelled.statusCode).toBe(422);
  });

  it('passes the trace of the request on', async () => {
    const key = randomUUID();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await post(ORDER, { key, headers: { traceparent } });
    await eventually(() => expect(publishedUnder(key)[0]?.headers).toMatchObject({ traceparent }));
  });

  it('refuses more at once than it may hold', async () => {
    const narrow = await gatewayUnderTest({ url: edge.place.databaseUrl, ledger: edge.ledger, mostAtOnce: 1 });
    const answers = await Promise.all([post(ORDER, { to: narrow }), post(ORDER, { to: narrow })]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([202, 429]);
    expect(answers.find(({ statusCode }) => statusCode === 429)?.headers['retry-after']).toBe('1');
    await narrow.close();
  });
});

describe('POST /v1/orders/:conversationId/cancellation', () => {
  const cancel = (conversationId: string, body: unknown, key = randomUUID()) =>
    post(body, { key, url: `/v1/orders/${conversationId}/cancellation` });

  it('publishes order.cancelled in the conversation of the order', async () => {
    const { conversationId } = (await post(ORDER)).json<{ conversationId: string }>();
    const key = randomUUID();
    const answers = [
      await cancel(conversationId, { reason: 'changed my mind' }, key),
      await cancel(conversationId, {}),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202]);
    await eventually(() =>
      expect(publishedUnder(key)).toMatchObject([{ topic: 'order.cancelled', key: conversationId }]),
    );
    expect((await cancel(conversationId, { reason: 'changed my mind' }, key)).body).toBe(answers[0]!.body);
    expect(publishedUnder(key)).toHaveLength(1);
  });

  it('knows no conversation that nobody began', async () => {
    expect((await cancel(randomUUID(), {})).statusCode).toBe(404);
    expect((await cancel('no%20such', {})).statusCode).toBe(404);
  });

  it('names what does not fit', async () => {
    const { conversationId } = (await post(ORDER)).json<{ conversationId: string }>();
    for (const [body, field] of [
      [{ reason: 7 }, 'reason'],
      [{ reason: 'x'.repeat(501) }, 'reason'],
      [{ requestedAt: '2026-01-01T00:00:00Z' }, 'requestedAt'],
      [{ lines: [] }, 'lines'],
      [[], ''],
    ] as const)
      expect((await cancel(conversationId, body)).json()).toMatchObject({ status: 400, errors: [{ field }] });
  });

  it('publishes the order first, though whoever accepted it died before that', async () => {
    const dead = await gatewayUnderTest({ url: edge.place.databaseUrl, ledger: edge.ledger });
    const orderKey = randomUUID();
    const { conversationId } = (await post(ORDER, { key: orderKey, to: dead })).json<{ conversationId: string }>();
    await dead.close();
    await cancel(conversationId, {});
    await eventually(() => expect(edge.topicsOf(conversationId)).toEqual(['transaction.created', 'order.cancelled']));
  });
});

describe('what was accepted and not published', () => {
  it('is published by the next instance, under the same id', async () => {
    const dead = await gatewayUnderTest({ url: edge.place.databaseUrl, ledger: edge.ledger });
    const key = randomUUID();
    expect((await post(ORDER, { key, to: dead })).statusCode).toBe(202);
    expect(dead.outbox).toBeUndefined();
    await dead.close();
    await eventually(() => expect(publishedUnder(key)).toHaveLength(1));
    expect((await post(ORDER, { key })).statusCode).toBe(202);
    expect(publishedUnder(key)).toHaveLength(1);
  }, 20_000);

  it('is published when Kafka is back', async () => {
    const key = randomUUID();
    edge.kafka.state.away = true;
    expect((await post(ORDER, { key })).statusCode).toBe(202);
    edge.kafka.state.away = false;
    await eventually(() => expect(publishedUnder(key)).toHaveLength(1));
  }, 20_000);
});
