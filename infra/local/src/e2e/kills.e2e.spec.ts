import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectSound } from './auditor.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { anyOrder } from './orders.fixture.ts';
import { allResolved, expectFates, place, underLoad, type AcceptedOrder, type Traffic } from './shop.fixture.ts';

jest.setTimeout(400_000);

let fleet: TestFleet;
const accepted: AcceptedOrder[] = [];

beforeAll(async () => {
  fleet = await startTestFleet('kills');
});

afterAll(() => fleet.stop());

/** Whatever happens to the fleet meanwhile, every order comes out as if nothing had. */
const expectUnharmed = async (
  perSecond: number,
  disturb: (traffic: Traffic) => Promise<void>,
): Promise<readonly AcceptedOrder[]> => {
  const orders = await underLoad({ perSecond, send: () => place(fleet, anyOrder()) }, disturb);
  accepted.push(...orders);
  await allResolved(fleet, orders);
  await expectFates(fleet, orders);
  await expectSound(fleet, accepted);
  return orders;
};

/** Kills a service as soon as so many more orders are under way, and starts it again. */
const crash = async (service: string, traffic: Traffic, more: number): Promise<void> => {
  await traffic.accepts(more);
  await fleet.kill(service, 'SIGKILL');
  await fleet.start(service);
};

describe('orders in flight while a service is killed', () => {
  it('are resolved once when it is the inventory agent', async () => {
    await expectUnharmed(10, (traffic) => crash('inventory-agent', traffic, 20));
  });

  it('are resolved once when it is the coordinator, several times over', async () => {
    await expectUnharmed(10, async (traffic) => {
      for (const more of [15, 5, 1]) await crash('saga-coordinator', traffic, more);
    });
  });

  it('are accepted and resolved once when it is the gateway, and are the same when they are sent again', async () => {
    const orders = await expectUnharmed(30, (traffic) => crash('gateway', traffic, 30));
    expect(await Promise.all(orders.map((order) => place(fleet, order)))).toEqual(orders);
    await expectSound(fleet, accepted);
  });
});
