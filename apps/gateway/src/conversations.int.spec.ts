import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { gatewayUnderTest, ledgerEvent, ORDER, playedLedger, type GatewayUnderTest } from './gateway.fixture.ts';

let place: IsolatedStack;
let gateway: GatewayUnderTest;
let server: Server;
let url: string;
const ledger = playedLedger();

beforeAll(async () => {
  place = await isolated('gateway-conversations');
  gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, mostStreams: 3 });
  server = createServer((request, response) => gateway.app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
  await place.drop();
}, 60_000);

beforeEach(() => {
  Object.assign(ledger.state, { alive: true, failing: false });
});

const placed = async (): Promise<string> => {
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await gateway.app.inject({ method: 'POST', url: '/v1/orders', headers, payload: ORDER });
  return answer.json<{ conversationId: string }>().conversationId;
};

const read = async (conversationId: string, query = '') =>
  (await gateway.app.inject(`/v1/conversations/${conversationId}${query}`)).json<Record<string, unknown>>();

describe('GET /v1/conversations/:conversationId', () => {
  it('tells state and timeline', async () => {
    const conversationId = await placed();
    ledger.append(conversationId, 'transaction.created', 'order.flagged', 'order.rejected');
    expect(await read(conversationId)).toEqual({
      conversationId,
      status: 'rejected',
      startedAt: ledgerEvent(1, '').appendedAt,
      resolvedAt: ledgerEvent(3, '').appendedAt,
      events: ['transaction.created', 'order.flagged', 'order.rejected'].map((type, at) => ledgerEvent(at + 1, type)),
      nextAfter: null,
    });
  });

  it('tells it page by page, each with the state of the whole', async () => {
    const conversationId = randomUUID();
    ledger.append(conversationId, ...Array<string>(700).fill('order.verified'), 'order.confirmed');
    expect(await read(conversationId, '?limit=2')).toMatchObject({
      status: 'confirmed',
      events: [{ position: 1 }, { position: 2 }],
      nextAfter: 2,
    });
    expect(await read(conversationId, '?after=699&limit=2')).toMatchObject({
      status: 'confirmed',
      events: [{ position: 700 }, { position: 701 }],
      nextAfter: null,
    });
  });

  it('is accepted until the ledger has seen it, and unknown when nobody began it', async () => {
    expect(await read(await placed())).toMatchObject({ status: 'accepted', startedAt: null, events: [] });
    expect(await read(randomUUID())).toMatchObject({ status: 404 });
  });

  it('is not answered while no ledger runs', async () => {
    const conversationId = await placed();
    ledger.state.alive = false;
    for (const path of ['', '/events']) {
      const answer = await gateway.app.inject(`/v1/conversations/${conversationId}${path}`);
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
    }
  });
});

/** Follows a conversation as a browser would. */
const follow = async (conversationId: string, { query = '', headers = {} } = {}) => {
  const leave = new AbortController();
  const response = await fetch(`${url}/v1/conversations/${conversationId}/events${query}`, {
    headers,
    signal: leave.signal,
  });
  const seen = { text: '', ended: false };
  const reading = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) seen.text += chunk;
    seen.ended = true;
  })().catch(() => undefined);
  return {
    response,
    seen,
    ids: () => [...seen.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    leave: async () => {
      leave.abort();
      await reading;
    },
  };
};

describe('GET /v1/conversations/:conversationId/events', () => {
  it('sends what was there, then what comes, each once', async () => {
    const conversationId = await placed();
    ledger.append(conversationId, 'transaction.created', 'order.verified');
    const stream = await follow(conversationId);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    await eventually(() => expect(stream.ids()).toEqual([1, 2]));
    ledger.wake();
    ledger.append(conversationId, 'items.reserved');
    await eventually(() => expect(stream.ids()).toEqual([1, 2, 3]));
    expect(stream.seen.text).toContain(
      `id: 3\nevent: items.reserved\ndata: ${JSON.stringify(ledgerEvent(3, 'items.reserved'))}\n\n`,
    );
    await stream.leave();
    await eventually(() => expect(ledger.watched()).toBe(0));
  });

  it('goes on after the last event that the client has', async () => {
    const conversationId = randomUUID();
    ledger.append(conversationId, ...Array<string>(250).fill('order.verified'));
    const resumed = await follow(conversationId, { query: '?after=3', headers: { 'last-event-id': '240' } });
    await eventually(() => expect(resumed.ids()).toEqual([241, 242, 243, 244, 245, 246, 247, 248, 249, 250]));
    await resumed.leave();
    const whole = await follow(conversationId);
    await eventually(() => expect(whole.ids()).toHaveLength(250));
    await whole.leave();
  });

  it('ends with the resolution for whoever asks for that, also when it lies behind', async () => {
    const conversationId = await placed();
    const stream = await follow(conversationId, { query: '?until=resolved' });
    ledger.append(conversationId, 'transaction.created', 'order.confirmed', 'order.cancelled');
    await eventually(() => expect(stream.seen.ended).toBe(true));
    expect(stream.ids()).toEqual([1, 2]);
    expect(stream.seen.text).toMatch(/event: end\ndata: resolved\n\n$/);
    const late = await follow(conversationId, { query: '?until=resolved', headers: { 'last-event-id': '2' } });
    await eventually(() => expect(late.seen.ended).toBe(true));
    expect(late.ids()).toEqual([]);
  });

  it('keeps its clients while the database is away', async () => {
    const conversationId = await placed();
    ledger.append(conversationId, 'transaction.created');
    const stream = await follow(conversationId);
    await eventually(() => expect(stream.ids()).toEqual([1]));
    ledger.state.failing = true;
    ledger.append(conversationId, 'order.verified');
    ledger.state.failing = false;
    ledger.wake();
    await eventually(() => expect(stream.ids()).toEqual([1, 2]));
    await stream.leave();
  });

  it('is unknown when nobody began the conversation', async () => {
    const stream = await follow(randomUUID());
    expect(stream.response.status).toBe(404);
  });

  it('has room for so many, and takes more when one leaves', async () => {
    const conversationId = await placed();
    const streams = [await follow(conversationId), await follow(conversationId), await follow(conversationId)];
    const refused = await follow(conversationId);
    expect([refused.response.status, refused.response.headers.get('retry-after')]).toEqual([503, '1']);
    await streams[0]!.leave();
    const next = await eventually(async () => {
      const stream = await follow(conversationId);
      expect(stream.response.status).toBe(200);
      return stream;
    });
    for (const stream of [...streams, next]) await stream.leave();
  });

  it('ends when the gateway does', async () => {
    const other = await gatewayUnderTest({ url: place.databaseUrl, ledger });
    const otherServer = createServer((request, response) => other.app.routing(request, response));
    await new Promise<void>((resolve) => otherServer.listen(0, '127.0.0.1', resolve));
    const port = (otherServer.address() as AddressInfo).port;
    const conversationId = await placed();
    const response = await fetch(`http://127.0.0.1:${port}/v1/conversations/${conversationId}/events`);
    await other.close();
    expect(await response.text()).toBe('retry: 1000\n\n');
    otherServer.close();
  });
});
