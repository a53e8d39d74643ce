import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectSound } from './auditor.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { newOrder } from './orders.fixture.ts';
import { allResolved, expectFates, place, underLoad, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(180_000);

const PER_SECOND = 10;
/** Orders that come while the coordinator is away: so many seconds of them. */
const AWAY_SECONDS = 12;
const LARGEST_INVERSION_MS = 2_000;

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await startTestFleet('coordinator-away');
});
afterAll(() => fleet.stop());

const decisionsOfAgents = async (): Promise<readonly number[]> => {
  const schemas = ['fraud_agent', 'inventory_agent', 'shipping_agent'];
  const counts = schemas.map((schema) =>
    fleet.query<{ count: number }>(`select count(*)::int from ${schema}.decisions`),
  );
  return (await Promise.all(counts)).map(([row]) => row?.count ?? 0);
};

/** When an order began, could be resolved, and was, by the clock of the log. */
interface Course {
  readonly partition: number;
  readonly startedMs: number;
  readonly answeredMs: number;
  readonly resolvedMs: number;
}

const coursesOf = (orders: readonly AcceptedOrder[]): Promise<readonly Course[]> =>
  fleet.query<Course>(
    `select min(topic_partition) as partition,
       min(ms) filter (where type = 'transaction.created') as "startedMs",
       max(ms) filter (where type in ('order.verified', 'items.reserved', 'shipment.booked')) as "answeredMs",
       min(ms) filter (where type = 'order.confirmed') as "resolvedMs"
     from (select *, extract(epoch from appended_at)::float8 * 1000 as ms from ledger.events) as events
     where conversation_id = any($1) group by conversation_id`,
    [orders.map(({ conversationId }) => conversationId)],
  );

/** By how much the younger of two orders of a partition was the older one's senior, where it was resolved before it. */
const largestInversion = (courses: readonly Course[]): number => {
  const inversions = courses.flatMap((older) =>
    courses
      .filter((younger) => younger.partition === older.partition && younger.resolvedMs < older.resolvedMs)
      .map((younger) => younger.startedMs - older.startedMs),
  );
  return Math.max(0, ...inversions);
};

describe('a coordinator that is stopped under load', () => {
  it('leaves the agents at work, and resolves what waits in the log when it is back, the older first', async () => {
    let backMs = 0;
    const orders = await underLoad({ perSecond: PER_SECOND, send: () => place(fleet, newOrder()) }, async (traffic) => {
      await traffic.accepts(PER_SECOND);
      await fleet.kill('saga-coordinator', 'SIGTERM');
      const before = await decisionsOfAgents();
      const [resolved] = await fleet.query<{ count: number }>('select count(*)::int from main.orders');
      await traffic.accepts(PER_SECOND * AWAY_SECONDS);
      const after = await decisionsOfAgents();
      for (const [nth, count] of after.entries())
        expect(count - (before[nth] ?? 0)).toBeGreaterThan((PER_SECOND * AWAY_SECONDS) / 2);
      expect(await fleet.query('select count(*)::int from main.orders')).toEqual([resolved]);
      backMs = Date.now();
      await fleet.start('saga-coordinator');
    });
    await allResolved(fleet, orders);
    await expectFates(fleet, orders);
    await expectSound(fleet, orders);
    const waited = (await coursesOf(orders)).filter(
      ({ answeredMs, resolvedMs }) => answeredMs < backMs && resolvedMs > backMs,
    );
    expect(waited.length).toBeGreaterThan((PER_SECOND * AWAY_SECONDS) / 2);
    expect(largestInversion(waited)).toBeLessThanOrEqual(LARGEST_INVERSION_MS);
  });
});
