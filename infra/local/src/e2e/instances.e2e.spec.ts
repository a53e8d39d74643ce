import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectSound } from './auditor.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { anyOrder } from './orders.fixture.ts';
import { allResolved, cancel, expectFates, place, underLoad, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(400_000);

const AGENTS = ['fraud-agent', 'inventory-agent', 'shipping-agent'];

let fleet: TestFleet;

beforeAll(async () => {
  fleet = await startTestFleet('instances', { agents: 2 });
});

afterAll(() => fleet.stop());

/** Every fifth customer takes the order back at once, wherever it is by then. */
const placeOrTakeBack = async (index: number): Promise<AcceptedOrder & { taken: boolean }> => {
  const accepted = await place(fleet, anyOrder());
  const taken = index % 5 === 4;
  if (taken) await cancel(fleet, accepted);
  return { ...accepted, taken };
};

describe('two instances of every agent', () => {
  it('share the orders while one is told to stop and another is killed: nothing is lost, doubled or contradicted', async () => {
    const orders = await underLoad({ perSecond: 10, send: placeOrTakeBack }, async (traffic) => {
      await traffic.accepts(15);
      const stopped = await Promise.all(AGENTS.map((agent) => fleet.kill(agent, 'SIGTERM')));
      expect(stopped).toEqual(AGENTS.map(() => ({ code: 0, signal: null })));
      await Promise.all(AGENTS.map((agent) => fleet.start(agent)));
      await traffic.accepts(5);
      await Promise.all(AGENTS.map((agent) => fleet.kill(agent, 'SIGKILL')));
      await traffic.accepts(15);
    });
    await allResolved(fleet, orders);
    await expectFates(
      fleet,
      orders.filter(({ taken }) => !taken),
    );
    await expectSound(fleet, orders);
  });
});
