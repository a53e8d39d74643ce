import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, ownStack, placeOn } from '@troupe/testing';
import type { ServerName } from '../server.ts';
import type { LocalStack } from '../stack.ts';
import { expectSound } from './auditor.fixture.ts';
import { startFleetIn, type TestFleet } from './fleet.fixture.ts';
import { anyOrder } from './orders.fixture.ts';
import { allResolved, expectFates, place, underLoad, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(400_000);

const SERVICES = ['gateway', 'ledger', 'saga-coordinator', 'fraud-agent', 'inventory-agent', 'shipping-agent'];
const NOTICED = { timeoutMs: 60_000, intervalMs: 500 };

let stack: LocalStack;
let fleet: TestFleet;
const accepted: AcceptedOrder[] = [];
/** Undoes as much of the start as there was. */
const stopping: (() => Promise<void>)[] = [];

beforeAll(async () => {
  stack = await ownStack();
  stopping.push(stack.stop);
  fleet = await startFleetIn(placeOn(stack, 'away.'), { answerWithin: '120s' });
  stopping.push(fleet.stop);
});

afterAll(async () => {
  for (const stop of stopping.reverse()) await stop();
});

const readiness = async (service: string): Promise<string> => {
  const answer = await fetch(`${fleet.url(service)}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  await answer.arrayBuffer();
  return `${service} ${answer.status}`;
};

const allSay = (status: number): Promise<void> =>
  eventually(
    async () => expect(await Promise.all(SERVICES.map(readiness))).toEqual(SERVICES.map((name) => `${name} ${status}`)),
    NOTICED,
  );

describe('a server that goes away under load and comes back', () => {
  it.each<ServerName>(['kafka', 'registry', 'database'])('%s: every service says so and goes on', async (server) => {
    const orders = await underLoad({ perSecond: 5, send: () => place(fleet, anyOrder()) }, async (traffic) => {
      await traffic.accepts(5);
      await stack.kill(server);
      await allSay(503);
      await stack.start(server);
      await allSay(200);
    });
    accepted.push(...orders);
    await allResolved(fleet, orders);
    await expectFates(fleet, orders);
    await expectSound(fleet, accepted);
  });
});
