import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { expectSound } from './auditor.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { anyOrder } from './orders.fixture.ts';
import { allResolved, expectFates, place, underLoad, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(400_000);

let fleet: TestFleet;
const accepted: AcceptedOrder[] = [];

beforeAll(async () => {
  fleet = await startTestFleet('kills');
});

afterAll(() => fleet.stop());

/** Whatever happens to the fleet meanwhile, every order comes out as if nothing had. */
const expectUnharmed = async (perSecond: number, disturb: () => Promise<void>): Promise<readonly AcceptedOrder[]> => {
  const orders = await underLoad({ perSecond, send: () => place(fleet, anyOrder()) }, disturb);
  accepted.push(...orders);
  await allResolved(fleet, orders);
  await expectFates(fleet, orders);
  await expectSound(fleet, accepted);
  return orders;
};

/** Kills a service once its orders are under way, and starts it again. */
const crash = async (service: string, afterMs: number): Promise<void> => {
  await delay(afterMs);
  await fleet.kill(service, 'SIGKILL');
  await fleet.start(service);
};

describe('orders in flight while a service is killed', () => {
  it('are resolved once when it is the inventory agent', async () => {
    await expectUnharmed(20, () => crash('inventory-agent', 1_500));
  });

  it('are resolved once when it is the coordinator, several times over', async () => {
    await expectUnharmed(20, async () => {
      await crash('saga-coordinator', 700);
      await crash('saga-coordinator', 300);
      await crash('saga-coordinator', 0);
    });
  });

  it('are accepted and resolved once when it is the gateway, and are the same when they are sent again', async () => {
    const orders = await expectUnharmed(60, () => crash('gateway', 800));
    expect(await Promise.all(orders.map((order) => place(fleet, order)))).toEqual(orders);
    await expectSound(fleet, accepted);
  });
});
