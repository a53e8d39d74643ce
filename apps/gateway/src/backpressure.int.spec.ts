import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMetrics } from '@troupe/observability';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import {
  gatewayUnderTest,
  ORDER,
  playedLedger,
  playedPublisher,
  type GatewayUnderTest,
  type GatewayUnderTestOptions,
} from './gateway.fixture.ts';

let place: IsolatedStack;
const ledger = playedLedger();
beforeAll(async () => {
  place = await isolated('gateway-backpressure');
}, 60_000);
afterAll(() => place.drop(), 60_000);

const withGateway = async (
  options: Partial<GatewayUnderTestOptions>,
  use: (gateway: GatewayUnderTest) => Promise<void>,
): Promise<void> => {
  const gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, ...options });
  try {
    await use(gateway);
  } finally {
    await gateway.close();
  }
};

const post = (to: GatewayUnderTest, { key = randomUUID(), body = ORDER, from = '192.0.2.1' } = {}) =>
  to.app.inject({
    method: 'POST',
    url: '/v1/orders',
    remoteAddress: from,
    headers: { 'idempotency-key': key, 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  });

describe('a gateway with more work than it may hold', () => {
  it('refuses new orders while too many are not in Kafka, answers those that it has kept, and takes orders again once they are', async () => {
    const kafka = playedPublisher();
    kafka.state.away = true;
    const metrics = createMetrics('spec');
    await withGateway({ publisher: kafka.publisher, most: { requests: 3 }, metrics }, async (gateway) => {
      const keys = [randomUUID(), randomUUID(), randomUUID()];
      for (const key of keys) expect((await post(gateway, { key })).statusCode).toBe(202);
      const key = randomUUID();
      const refused = await post(gateway, { key });
      expect([refused.statusCode, refused.headers['retry-after'], refused.headers['content-type']]).toEqual([429, '2', expect.stringContaining('problem+json')]); // prettier-ignore
      expect(refused.json()).toMatchObject({ status: 429, detail: expect.stringContaining('was not kept') });
      expect((await post(gateway, { key: keys[0]! })).statusCode).toBe(202);
      expect((await post(gateway, { key: keys[0]!, body: { ...ORDER, customerId: 'other' } })).statusCode).toBe(422);
      await gateway.backlog.measure();
      expect((await post(gateway, { key })).statusCode).toBe(429);
      const page = await metrics.registry.metrics();
      expect(page).toMatch(/troupe_gateway_undelivered\{[^}]*\} 3/);
      expect(page).toMatch(/troupe_gateway_refused_total\{reason="undelivered"[^}]*\} 2/);

      kafka.state.away = false;
      await eventually(async () => {
        await gateway.backlog.measure();
        expect((await post(gateway, { key })).statusCode).toBe(202);
      }, { timeoutMs: 20_000 }); // prettier-ignore
      await eventually(() => expect(kafka.published).toHaveLength(4));
    });
  }, 60_000);

  it('knows what another instance has kept, and counts bytes', async () => {
    await withGateway({}, async (dead) => {
      for (let orders = 0; orders < 5; orders += 1) expect((await post(dead)).statusCode).toBe(202);
    });
    await withGateway({ most: { bytes: 1_000 } }, async (gateway) => {
      expect((await post(gateway)).statusCode).toBe(429);
    });
    await withGateway({ most: { bytes: 1_000_000 } }, async (gateway) => {
      expect((await post(gateway)).statusCode).toBe(202);
    });
  }, 60_000);

  it('refuses a client that asks too often, and no other, and tells it for how long', async () => {
    await withGateway({ rates: { perClient: 2 } }, async (gateway) => {
      const key = randomUUID();
      expect((await post(gateway, { key })).statusCode).toBe(202);
      expect((await post(gateway)).statusCode).toBe(202);
      const refused = await post(gateway);
      expect(refused.statusCode).toBe(429);
      const after = Number(refused.headers['retry-after']);
      expect(after > 0 && after <= 60).toBe(true);
      expect((await post(gateway, { key })).statusCode).toBe(202);
      expect((await post(gateway, { from: '192.0.2.2' })).statusCode).toBe(202);
    });
  }, 60_000);

  it('refuses a tenant that asks too often, whatever the client', async () => {
    await withGateway({ rates: { perTenant: 1 } }, async (gateway) => {
      expect((await post(gateway)).statusCode).toBe(202);
      expect((await post(gateway, { from: '192.0.2.2' })).json()).toMatchObject({ status: 429, detail: expect.stringContaining('tenant') }); // prettier-ignore
    });
  }, 60_000);

  it('describes the refusal and its Retry-After', async () => {
    await withGateway({}, async ({ app }) => {
      const description: unknown = (await app.inject({ url: '/docs/json' })).json();
      expect(description).toMatchObject({
        paths: { '/v1/orders': { post: { responses: { 429: { headers: { 'Retry-After': { schema: { type: 'integer' } } } } } } } }, // prettier-ignore
      });
    });
  }, 60_000);
});
