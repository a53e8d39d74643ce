import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, type ServiceHandle } from '@troupe/agent-sdk';
import { sagaDecisionId, type Draft } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { booked, placed, reserved, verified } from './orders.fixture.ts';
import { COORDINATOR, runCoordinator } from './run-coordinator.ts';
import { orderSaga } from './sagas/order.saga.ts';

let place: IsolatedStack;
let log: EventLog;
let coordinator: ServiceHandle;
let main: Database<{ orders: Record<string, unknown> }>;

beforeAll(async () => {
  place = await isolated(COORDINATOR);
  log = await openEventLog(place, { deadLettersOf: [COORDINATOR] });
  coordinator = await runCoordinator({
    config: loadServiceConfig({ ...place.env, LOG_LEVEL: 'warn' }, { name: COORDINATOR }),
    definitions: [orderSaga({ answerWithin: '5s' })],
    standalone: false,
  });
  main = connectDatabase({ url: place.databaseUrl, schema: 'main' });
}, 60_000);

afterAll(async () => {
  await main.close();
  await coordinator.stop();
  await log.close();
  await place.drop();
}, 60_000);

const say = async (conversationId: string, ...drafts: readonly Draft[]): Promise<void> => {
  for (const draft of drafts) await log.publish(draft, { conversationId });
};
const typesOf = (conversationId: string): readonly string[] => log.concluded(conversationId).map(({ type }) => type);
const sends = (conversationId: string, ...types: readonly string[]): Promise<void> =>
  eventually(() => expect(typesOf(conversationId)).toEqual(types));
const orderOf = (id: string) => main.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst();

describe('an order', () => {
  it('is confirmed when all three say yes, and packaged', async () => {
    const id = randomUUID();
    await say(id, placed, verified, reserved, booked);
    await sends(id, 'order.confirmed');
    expect(log.concluded(id)[0]).toMatchObject({
      data: { riskScore: 0.1, reserved: [{ sku: '85123A', quantity: 6 }], carrier: 'post', rateMinor: 499 },
      envelope: { id: sagaDecisionId('order', id, 'completed'), source: 'saga-coordinator', hops: 63, lamport: 1 },
    });
    expect(await orderOf(id)).toMatchObject({
      status: 'confirmed',
      customer_id: '17850',
      total_minor: 1_530,
      missing: [],
    });
  });
});
