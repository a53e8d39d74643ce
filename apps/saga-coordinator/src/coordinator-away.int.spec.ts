import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceHandle } from '@troupe/agent-sdk';
import { sagaDecisionId } from '@troupe/contracts';
import { eventually } from '@troupe/testing';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import { booked, placed, released, reserved, unbooked, verified } from './orders.fixture.ts';

let at: CoordinatorPlace;
let running: ServiceHandle[] = [];

const start = async (answerWithin: '2s' | '30s' = '30s'): Promise<ServiceHandle> => {
  const handle = await at.start({ answerWithin });
  running.push(handle);
  return handle;
};

const passes = (untilMs: number): Promise<void> =>
  eventually(() => expect(Date.now()).toBeGreaterThan(untilMs), { timeoutMs: 30_000 });

const someOrders = (count: number): readonly string[] => Array.from({ length: count }, () => randomUUID());

beforeAll(async () => {
  at = await openCoordinatorPlace('coordinator-away');
}, 60_000);
afterEach(async () => {
  await Promise.all(running.map((handle) => handle.stop()));
  running = [];
}, 60_000);
afterAll(() => at.close(), 60_000);

describe('a coordinator that was away beyond every deadline', () => {
  it('rejects no order whose answers were in the log in time', async () => {
    await (await start('2s')).stop();
    const orders = someOrders(30);
    await Promise.all(orders.map((id) => at.say(id, placed, verified, reserved, booked)));
    await passes(Date.now() + 3_000);
    await start('2s');
    for (const id of orders) await at.sends(id, 'order.confirmed');
  }, 60_000);

  it('rejects those whose answers were not, and closes them', async () => {
    await (await start('2s')).stop();
    const [late = '', never = ''] = someOrders(2);
    await at.say(late, placed, verified, reserved);
    await at.say(never, placed, verified, reserved);
    await passes(Date.now() + 3_000);
    await at.say(late, booked, unbooked, released);
    await start('2s');
    await at.sends(late, 'order.rejected', 'order.closed');
    await at.sends(never, 'order.rejected');
    expect(at.concluded(late)[0]?.data).toMatchObject({ missing: ['ship'] });
  }, 60_000);

  it('fires a deadline that it set before it went', async () => {
    const first = await start('2s');
    const id = randomUUID();
    await at.say(id, placed, verified, reserved);
    await eventually(async () => expect(await at.saga(id)).toMatchObject({ facts: 3 }));
    await first.stop();
    await passes(Date.now() + 2_000);
    await start('2s');
    await at.sends(id, 'order.rejected');
  }, 60_000);
});

describe('two coordinators', () => {
  it('share the partitions, hand them over, and decide everything once', async () => {
    await start();
    const orders = someOrders(60);
    const told = orders.map(async (id, nth) => {
      await at.say(id, placed, verified);
      if (nth === 20) await start();
      if (nth === 40) await running[0]?.stop();
      await at.say(id, reserved, booked);
    });
    await Promise.all(told);
    for (const id of orders) {
      await at.sends(id, 'order.confirmed');
      expect(at.concluded(id)[0]?.envelope.id).toBe(sagaDecisionId('order', id, 'completed'));
    }
  }, 120_000);
});
