import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { expectSound } from './auditor.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { newOrder } from './orders.fixture.ts';
import { allResolved, expectFates, place, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(240_000);

const WITHIN_MS = 6_000;
const PATIENCE = { timeoutMs: 90_000, intervalMs: 250 };

let fleet: TestFleet;
const accepted: AcceptedOrder[] = [];

beforeAll(async () => {
  fleet = await startTestFleet('deadlines', { answerWithin: `${WITHIN_MS / 1_000}s` });
});

afterAll(() => fleet.stop());

const placeGood = async (count: number): Promise<readonly AcceptedOrder[]> => {
  const placed = await Promise.all(Array.from({ length: count }, () => place(fleet, newOrder())));
  accepted.push(...placed);
  return placed;
};

const idsOf = (orders: readonly AcceptedOrder[]): readonly string[] =>
  orders.map(({ conversationId }) => conversationId);

describe('a deadline', () => {
  it('passes while the coordinator is away and rejects nothing that was answered in time', async () => {
    await fleet.kill('saga-coordinator', 'SIGKILL');
    const orders = await placeGood(12);
    const answers = await eventually(async () => {
      const rows = await fleet.query<{ late_ms: number }>(
        `select extract(epoch from answer.appended_at - start.appended_at)::float8 * 1000 as late_ms
         from ledger.events start join ledger.events answer using (conversation_id)
         where start.type = 'transaction.created' and conversation_id = any($1)
           and answer.type in ('order.verified', 'items.reserved', 'shipment.booked')`,
        [idsOf(orders)],
      );
      expect(rows).toHaveLength(3 * orders.length);
      return rows;
    }, PATIENCE);
    expect(answers.filter(({ late_ms }) => late_ms >= WITHIN_MS)).toEqual([]);
    await eventually(async () => {
      const [left] = await fleet.query<{ passed: boolean }>(
        `select now() > max(appended_at) + make_interval(secs => $1) as passed from ledger.events`,
        [WITHIN_MS / 1_000],
      );
      expect(left?.passed).toBe(true);
    }, PATIENCE);
    await fleet.start('saga-coordinator');
    await allResolved(fleet, orders);
    await expectFates(fleet, orders);
    await expectSound(fleet, accepted);
  });

  it('rejects what an agent that is away leaves open, naming it; once it is back everything is undone and closed', async () => {
    await fleet.kill('inventory-agent', 'SIGKILL');
    const orders = await placeGood(5);
    await eventually(async () => {
      const rows = await fleet.query('select status, missing, reasons from main.orders where id = any($1)', [
        idsOf(orders),
      ]);
      const rejected = {
        status: 'rejected',
        missing: ['reserve'],
        reasons: [{ step: 'reserve', code: 'timed-out', detail: `no answer within ${WITHIN_MS / 1_000}s` }],
      };
      expect(rows).toEqual(orders.map(() => rejected));
    }, PATIENCE);
    await fleet.start('inventory-agent');
    await allResolved(fleet, orders);
    const { byConversation } = await expectSound(fleet, accepted);
    for (const id of idsOf(orders)) expect(byConversation.get(id)?.map(({ type }) => type)).toContain('order.closed');
    const held = await fleet.query('select sku from inventory_agent.reserved_lines where conversation_id = any($1)', [
      idsOf(orders),
    ]);
    expect(held).toEqual([]);
  });
});
