import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { gatewayUnderTest, ORDER, playedLedger, playedPublisher, type GatewayUnderTest } from './gateway.fixture.ts';

let place: IsolatedStack;
let gateway: GatewayUnderTest;
const kafka = playedPublisher();

beforeAll(async () => {
  place = await isolated('gateway-bad-input');
  gateway = await gatewayUnderTest({
    url: place.databaseUrl,
    ledger: playedLedger(),
    publisher: kafka.publisher,
  });
}, 60_000);

afterAll(async () => {
  const rows = await gateway.database.db.selectFrom('requests').selectAll().execute();
  await gateway.close();
  await place.drop();
  expect({ rows, published: kafka.published }).toEqual({ rows: [], published: [] });
}, 60_000);

const JSON_HEADERS = { 'content-type': 'application/json' };

const send = (payload: string, headers: Record<string, string> = JSON_HEADERS) =>
  gateway.app.inject({
    method: 'POST',
    url: '/v1/orders',
    headers: { 'idempotency-key': randomUUID(), ...headers },
    payload,
  });

const line = ORDER.lines[0]!;
const withLine = (changes: object) => ({ ...ORDER, lines: [line, { ...line, ...changes }] });

const WRONG: readonly (readonly [what: string, body: unknown, field: string, message: RegExp])[] = [
  ['an unknown field', { ...ORDER, coupon: 'X' }, 'coupon', /not a known field/],
  ['an unknown field of a line', withLine({ colour: 'red' }), 'lines[1].colour', /not a known field/],
  ['a wrong type', { ...ORDER, totalMinor: '13' }, 'totalMinor', /whole number/],
  ['a missing field', { ...ORDER, customerId: undefined }, 'customerId', /missing/],
  ['a negative quantity', withLine({ quantity: -1 }), 'lines[1].quantity', /at least 1, not -1/],
  ['half a piece', withLine({ quantity: 1.5 }), 'lines[1].quantity', /whole number/],
  ['a quantity beyond an int', withLine({ quantity: 2 ** 31 }), 'lines[1].quantity', /whole number/],
  ['a negative price', withLine({ unitPriceMinor: -1 }), 'lines[1].unitPriceMinor', /at least 0/],
  ['a negative total', { ...ORDER, totalMinor: -5 }, 'totalMinor', /at least 0/],
  ['a number that no long holds', { ...ORDER, totalMinor: 2 ** 60 }, 'totalMinor', /whole number/],
  ['no line', { ...ORDER, lines: [] }, 'lines', /1 or more/],
  ['too many lines', { ...ORDER, lines: Array(1_001).fill(line) }, 'lines', /more than 1000/],
  ['a line that is none', { ...ORDER, lines: [null] }, 'lines[0]', /an object/],
  ['a date without time', { ...ORDER, placedAt: '2010-12-01' }, 'placedAt', /date-time/],
  ['a day that is not', { ...ORDER, placedAt: '2010-02-30T00:00:00Z' }, 'placedAt', /date-time/],
  ['milliseconds for a date-time', { ...ORDER, placedAt: 1291191960000 }, 'placedAt', /date-time/],
  ['an order of the future', { ...ORDER, placedAt: '9999-01-01T00:00:00Z' }, 'placedAt', /tomorrow/],
  ['a country by name', { ...ORDER, country: 'United Kingdom' }, 'country', /two capital letters/],
  ['a currency sign', { ...ORDER, currency: '£' }, 'currency', /three capital letters/],
  ['an empty customer', { ...ORDER, customerId: '' }, 'customerId', /not be empty/],
  ['a customer without end', { ...ORDER, customerId: 'x'.repeat(101) }, 'customerId', /longer than 100/],
  ['a NUL', { ...ORDER, customerId: 'a\u0000b' }, 'customerId', /control characters/],
  ['null', null, '', /an object/],
  ['a list', [ORDER], '', /an object/],
];

describe('an order that does not fit', () => {
  it.each(WRONG)('%s is refused by the name of its field', async (_what, body, field, message) => {
    const answer = await send(JSON.stringify(body));
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      status: 400,
      title: 'Bad Request',
      errors: [{ field, message: expect.stringMatching(message) }],
    });
  });

  it('is told everything that is wrong with it at once', async () => {
    const body = { ...withLine({ quantity: -1, sku: 7 }), country: 'uk', coupon: 1, customerId: undefined };
    const { errors } = (await send(JSON.stringify(body))).json<{ errors: { field: string }[] }>();
    expect(errors.map(({ field }) => field).toSorted()).toEqual([
      'country',
      'coupon',
      'customerId',
      'lines[1].quantity',
      'lines[1].sku',
    ]);
  });
});

describe('a body that is no order at all', () => {
  it.each([
    ['no JSON', '{"customerId":', JSON_HEADERS, 400],
    ['nothing', '', JSON_HEADERS, 400],
    ['a prototype', '{"__proto__":{"admin":true}}', JSON_HEADERS, 400],
    ['a constructor', '{"constructor":{"prototype":{"admin":true}}}', JSON_HEADERS, 400],
    ['depth without end', '['.repeat(200_000) + ']'.repeat(200_000), JSON_HEADERS, 400],
    ['another content type', 'customerId=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', JSON.stringify(ORDER), { 'content-type': 'text/plain' }, 415],
    ['no content type', JSON.stringify(ORDER), {}, 415],
    ['5 MB', JSON.stringify({ ...ORDER, customerId: 'x'.repeat(5_000_000) }), JSON_HEADERS, 413],
  ])('%s is refused', async (_what, payload, headers, status) => {
    const answer = await send(payload, headers);
    expect(answer.json()).toMatchObject({ status, detail: expect.any(String), requestId: expect.any(String) });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toMatch(/\bat .*\.[jt]s:/);
  });
});

describe('a request beside the paths', () => {
  it.each([
    ['GET', '/nowhere', 404],
    ['PUT', '/v1/orders', 405],
    ['DELETE', '/v1/conversations/one', 405],
    ['GET', '/v1/conversations/%zz', 400],
    ['GET', `/v1/conversations/${'x'.repeat(300)}`, 404],
    ['GET', '/v1/conversations/one?limit=501', 400],
    ['GET', '/v1/conversations/one?after=-1', 400],
    ['GET', '/v1/conversations/one/events?until=doomsday', 400],
  ] as const)('%s %s is answered with a problem', async (method, url, status) => {
    const answer = await gateway.app.inject({ method, url });
    expect(answer.json()).toMatchObject({ status });
    expect(answer.headers['allow']).toEqual(status === 405 ? expect.any(String) : undefined);
  });

  it.each([undefined, '', 'x'.repeat(201), 'two words', 'schlüssel'])('a key like %p is refused', async (key) => {
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: { ...JSON_HEADERS, ...(key !== undefined && { 'idempotency-key': key }) },
      payload: JSON.stringify(ORDER),
    });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'header Idempotency-Key' }] });
  });
});

describe('every answer', () => {
  it('carries its request id and keeps browsers from guessing', async () => {
    const { headers } = await gateway.app.inject({ url: '/nowhere', headers: { 'x-request-id': 'my-request' } });
    expect(headers).toMatchObject({
      'x-request-id': 'my-request',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    const other = await gateway.app.inject({ url: '/nowhere', headers: { 'x-request-id': 'a b\tc' } });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('/docs', () => {
  it('describes the interface, its bodies taken from the events', async () => {
    const { openapi, paths } = (await gateway.app.inject('/docs/json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { requestBody: { content: Record<string, { schema: unknown }> } }>>;
    }>();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths).toSorted()).toEqual([
      '/v1/conversations/{conversationId}',
      '/v1/conversations/{conversationId}/events',
      '/v1/features',
      '/v1/features/{conversationId}/answers',
      '/v1/features/{conversationId}/review',
      '/v1/orders',
      '/v1/orders/{conversationId}/cancellation',
      '/v1/tickets',
    ]);
    expect(paths['/v1/orders']?.['post']?.requestBody.content['application/json']?.schema).toMatchObject({
      additionalProperties: false,
      properties: { lines: { maxItems: 1_000, items: { properties: { quantity: { type: 'integer', minimum: 1 } } } } },
    });
    expect(paths['/v1/features']?.['post']?.requestBody.content['application/json']?.schema).toMatchObject({
      required: ['workspace', 'title'],
      properties: { workspace: { pattern: expect.any(String) }, feature: { maxLength: 65_536 } },
    });
    expect((await gateway.app.inject('/docs/')).statusCode).toBe(200);
  });
});
