import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { expectSound } from './auditor.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { newOrders } from './orders.fixture.ts';
import { allResolved, expectFates, placeSteadily, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(400_000);

const PER_SECOND = 20;

let fleet: TestFleet;
const accepted: AcceptedOrder[] = [];

beforeAll(async () => {
  fleet = await startTestFleet('kills');
});

afterAll(() => fleet.stop());

/** Places orders all the while that `disturb` goes on; then everything must have come out as if nothing had happened. */
const underLoad = async (count: number, disturb: () => Promise<void>): Promise<void> => {
  const placing = placeSteadily(fleet, newOrders(count), PER_SECOND);
  await disturb();
  const orders = await placing;
  accepted.push(...orders);
  await allResolved(fleet, orders);
  await expectFates(fleet, orders);
  await expectSound(fleet, accepted);
};

/** Kills a service once its orders are under way, and starts it again. */
const crash = async (service: string, afterMs: number): Promise<void> => {
  await delay(afterMs);
  await fleet.kill(service, 'SIGKILL');
  await fleet.start(service);
};

describe('orders in flight while a service is killed', () => {
  it('are resolved once when it is the inventory agent', async () => {
    await underLoad(60, () => crash('inventory-agent', 1_500));
  });

  it('are resolved once when it is the coordinator, several times over', async () => {
    await underLoad(80, async () => {
      await crash('saga-coordinator', 700);
      await crash('saga-coordinator', 300);
      await crash('saga-coordinator', 0);
    });
  });

  it('are accepted and resolved once when it is the gateway, between its answer and the log', async () => {
    const orders = newOrders(80);
    const placing = placeSteadily(fleet, orders, 4 * PER_SECOND);
    await crash('gateway', 400);
    const placed = await placing;
    accepted.push(...placed);
    await allResolved(fleet, placed);
    await expectFates(fleet, placed);
    expect(await placeSteadily(fleet, orders, 4 * PER_SECOND)).toEqual(placed);
    await expectSound(fleet, accepted);
  });
});
