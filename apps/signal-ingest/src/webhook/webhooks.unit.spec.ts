import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import fc from 'fast-check';
import { pino } from 'pino';
import { createAllowance } from './allowance.ts';
import { createWebhooks, type SignedDelivery } from './create-webhooks.ts';
import { sign, signedAt } from './signature.ts';

const NOW = Date.UTC(2026, 10, 28, 9);
const SECRET = 'a secret of this spec';
const feed = { source: 'news', market: 'main', kind: 'webhook', secretFrom: 'NEWS_SECRET', perMinute: 3 } as const;
const ITEM = '[{"at":1,"value":2}]';

let app: FastifyInstance;
let received: SignedDelivery[];

beforeEach(async () => {
  received = [];
  app = await createWebhooks({
    webhooks: [{ feed, secret: SECRET }],
    receive: (_, delivery) => {
      received.push(delivery);
      return Promise.resolve({ accepted: delivery.items.length, refused: 0 });
    },
    clock: () => NOW,
    log: pino({ level: 'silent' }),
  });
});
afterEach(() => app.close());

const post = (body: string, more: { source?: string; signature?: string } = {}) => {
  const { source = 'news', signature = sign(SECRET, { source, body: Buffer.from(body) }, NOW) } = more;
  return app.inject({ method: 'POST', url: `/v1/signals/${source}`, headers: { 'content-type': 'application/json', 'x-troupe-signature': signature }, body }); // prettier-ignore
};

describe('a source that delivers itself', () => {
  it('is taken when what it delivers is signed', async () => {
    const response = await post(ITEM);
    expect([response.statusCode, response.json()]).toEqual([202, { accepted: 1, refused: 0 }]);
    expect(received).toEqual([{ items: [{ at: 1, value: 2 }], atMs: NOW, signature: expect.stringMatching(/^t=/) }]);
  });

  it.each([
    ['nothing', ''],
    ['another secret', sign('guessed', { source: 'news', body: Buffer.from(ITEM) }, NOW)],
    ['another body', sign(SECRET, { source: 'news', body: Buffer.from('[]') }, NOW)],
    ['another source', sign(SECRET, { source: 'prices', body: Buffer.from(ITEM) }, NOW)],
    [
      'another time',
      sign(SECRET, { source: 'news', body: Buffer.from(ITEM) }, NOW).replace(/t=\d+/, `t=${NOW / 1_000 - 1}`),
    ],
    ['too long ago', sign(SECRET, { source: 'news', body: Buffer.from(ITEM) }, NOW - 301_000)],
  ])('is refused when it is signed with %s', async (_, signature) => {
    expect((await post(ITEM, { signature })).statusCode).toBe(401);
    expect(received).toEqual([]);
  });

  it('is refused what is too large, no JSON, or nothing; and nobody else is taken', async () => {
    expect((await post(`["${'x'.repeat(262_144)}"]`)).statusCode).toBe(413);
    expect((await post('{')).statusCode).toBe(400);
    expect((await post('[]')).statusCode).toBe(400);
    expect((await post(ITEM, { source: 'unknown' })).statusCode).toBe(404);
    expect(received).toEqual([]);
  });

  it('is told when to come back once it delivers too much', async () => {
    for (const each of ['1', '2', '3']) expect((await post(`[${each}]`)).statusCode).toBe(202);
    const refused = await post('[4]');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '20']);
  });

  it('costs itself nothing by what others sign wrongly', async () => {
    for (let each = 0; each < 10; each++) await post(ITEM, { signature: 'wrong' });
    expect((await post(ITEM)).statusCode).toBe(202);
  });
});

describe('a signature', () => {
  it('holds for its own delivery alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), fc.nat(), fc.nat(255), (secret, bytes, place, other) => {
        const delivery = { source: 'news', body: Buffer.from(bytes) };
        const header = sign(secret, delivery, NOW);
        expect(signedAt(secret, delivery, { header, nowMs: NOW })).toBe(NOW);
        const changed = Buffer.from(bytes);
        if (changed.length > 0) changed[place % changed.length] = other;
        const isSame = changed.equals(delivery.body);
        expect(signedAt(secret, { ...delivery, body: changed }, { header, nowMs: NOW }) === NOW).toBe(isSame);
      }),
    );
  });
});

describe('an allowance', () => {
  it('is never exceeded in any minute, and comes back evenly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.nat(20_000), { maxLength: 200 }),
        (perMinute, pauses) => {
          const allowance = createAllowance(perMinute);
          let nowMs = NOW;
          const taken = pauses.flatMap((pause) => (allowance.take((nowMs += pause)) === 0 ? [nowMs] : []));
          // All at once, and what has come back since.
          for (const first of taken)
            expect(taken.filter((at) => at >= first && at < first + 60_000).length).toBeLessThanOrEqual(2 * perMinute);
        },
      ),
    );
  });
});
