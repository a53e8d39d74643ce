import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { T0 } from '../engine/engine.fixture.ts';
import { booked, flagged, heldBy, placed, released, reserved, verified } from '../orders.fixture.ts';
import { openOperation, TOKEN, type OperationUnderTest } from './operation.fixture.ts';

let at: OperationUnderTest;

beforeAll(async () => {
  at = await openOperation('sagas-reading');
  await at.fold('done', placed, verified, reserved, booked);
  await at.fold('open', placed, verified, verified);
  await at.fold('undoing', placed, reserved, booked, flagged, released, heldBy('shipping-agent', 'order.rejected'));
  await at.fold('early', reserved);
}, 60_000);

afterAll(() => at.close());

describe('GET /v1/sagas', () => {
  it('has where each instance stands, the oldest first', async () => {
    const answer = (await at.get('/v1/sagas')).json<{ sagas: { conversation: string }[]; next: null }>();
    expect(answer.next).toBeNull();
    expect(new Map(answer.sagas.map((saga) => [saga.conversation, saga]))).toEqual(
      new Map([
        ['done', expect.objectContaining({ status: 'completed', outcome: 'completed', openSteps: [], key: '17850' })],
        ['open', expect.objectContaining({ status: 'running', openSteps: ['reserve', 'ship'], dueMs: T0 + 30_000 })],
        ['undoing', expect.objectContaining({ status: 'rolling-back', outcome: 'rejected', openSteps: ['ship'] })],
        ['early', expect.objectContaining({ status: 'awaiting-start', key: null, startedMs: T0 })],
      ]),
    );
  });

  it('goes on from page to page', async () => {
    const seen: string[] = [];
    for (let place: string | undefined = ''; place !== undefined;) {
      const answer = await at.get(`/v1/sagas?limit=1${place}`);
      const { sagas, next } = answer.json<{ sagas: { conversation: string }[]; next: string | null }>();
      seen.push(...sagas.map(({ conversation }) => conversation));
      place = next === null ? undefined : `&after=${next}`;
    }
    expect(seen.toSorted()).toEqual(['done', 'early', 'open', 'undoing']);
  });

  it.each([
    ['colour=red', 'colour', /not a known field/],
    ['status=well', 'status', /one of awaiting-start/],
    ['status=running&status=closed', 'status', /one of/],
    ['limit=501', 'limit', /1 to 500/],
    ['limit=0', 'limit', /1 to 500/],
    ['olderThan=yesterday', 'olderThan', /duration/],
    ['key=', 'key', /empty/],
    [`saga=${'x'.repeat(201)}`, 'saga', /200/],
    ['after=not-a-place', 'after', /next/],
    ["order=newest';drop table sagas", 'order', /oldest or newest/],
  ])('refuses ?%s by the name of its field', async (query, field, message) => {
    const answer = await at.get(`/v1/sagas?${query}`);
    expect(answer.json()).toMatchObject({
      status: 400,
      errors: [{ field, message: expect.stringMatching(message) }],
    });
  });
});

describe('GET /v1/sagas/:saga/:conversation', () => {
  it('has what it waits for, and what each fact changed, in the order of the log', async () => {
    expect((await at.get('/v1/sagas/order/open')).json()).toMatchObject({
      status: 'running',
      awaits: [
        { step: 'reserve', events: ['items.reserved', 'items.unavailable'], dueMs: T0 + 30_000 },
        { step: 'ship', events: ['shipment.booked', 'shipment.unavailable'], dueMs: T0 + 30_000 },
      ],
      timeline: [
        { what: 'transaction.created', changed: ['awaiting-start → running'], atMs: T0, data: placed.data },
        { what: 'order.verified', changed: ['verify: completed'], atMs: T0 + 1 },
      ],
    });
  });

  it('has what was decided, and whose undo is waited for', async () => {
    const { awaits, timeline } = (await at.get('/v1/sagas/order/undoing')).json<{
      awaits: object[];
      timeline: { what: string; changed: string[] }[];
    }>();
    const held = { agent: 'shipping-agent', type: 'order.rejected', code: 'TERMINAL', letter: 'l-1', sinceMs: T0 + 5 };
    expect(awaits).toEqual([{ step: 'ship', events: ['shipment.cancelled'], dueMs: null, held }]);
    expect(new Map(timeline.map(({ what, changed }) => [what, changed]))).toEqual(
      new Map([
        ['transaction.created', ['awaiting-start → running']],
        ['items.reserved', ['reserve: completed']],
        ['shipment.booked', ['ship: completed']],
        ['order.flagged', ['verify: failed']],
        ['rejected', ['running → rolling-back']],
        ['items.released', ['undo of reserve: done']],
        ['event.held', ['undo of ship: held by shipping-agent']],
      ]),
    );
  });

  it('tells a saga that is not there', async () => {
    expect((await at.get('/v1/sagas/order/nobody')).json()).toMatchObject({ status: 404 });
    expect((await at.get("/v1/sagas/order/x'%20or%20'1'='1")).json()).toMatchObject({ status: 404 });
  });
});

describe('who may ask', () => {
  it.each([
    ['nobody', {}],
    ['a wrong token', { authorization: `Bearer ${TOKEN}x` }],
    ['the beginning of the token', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('is not %s', async (_, headers) => {
    for (const path of ['/v1/sagas', '/v1/sagas/order/open', '/v1/nowhere', '/']) {
      const answer = await at.get(path, headers);
      expect(answer.json()).toMatchObject({ status: 401 });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.body).not.toContain(TOKEN);
    }
  });

  it('is who brings the token, and /docs is for everybody', async () => {
    expect((await at.get('/v1/sagas')).statusCode).toBe(200);
    const docs = (await at.get('/docs/json', {})).json<{ paths: object; security: unknown }>();
    expect(Object.keys(docs.paths)).toContain('/v1/sagas/{saga}/{conversation}');
    expect(docs.security).toEqual([{ token: [] }]);
    expect((await at.get('/docs/', {})).statusCode).toBe(200);
  });
});
