import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderCancelled, OrderRejected, TransactionCreated } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { eventually, openAgentPlace, type AgentPlace, type EventLog } from '@troupe/testing';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { migrations } from './migrations.ts';
import { shippingAgent } from './shipping.agent.ts';
import type { ShippingTables } from './tables.ts';
import { dayOf } from './working-days.ts';

let opened: AgentPlace;
let log: EventLog;
let database: Database<ShippingTables>;

beforeAll(async () => {
  opened = await openAgentPlace(shippingAgent(), { migrations });
  ({ log } = opened);
  database = connectDatabase({ url: opened.place.databaseUrl, schema: 'shipping_agent', applicationName: 'spec' });
}, 60_000);

afterAll(async () => {
  await database.close();
  await opened.close();
}, 60_000);

const day = (text: string) => dayOf(Date.parse(`${text}T00:00:00Z`));
const order = TransactionCreated({
  customerId: 'customer-1',
  placedAt: Date.parse('2010-12-03T18:00:00Z'),
  country: 'GB',
  currency: 'GBP',
  totalMinor: 0,
  lines: [{ sku: 'unknown', description: '', quantity: 10, unitPriceMinor: 0 }],
});

const conclusions = (conversationId: string) => log.concluded(conversationId).map(({ type, data }) => ({ type, data }));

/** Waits until so many different events of a conversation have been handled. */
const handled = (conversationId: string, count: number) =>
  eventually(async () => {
    const { rows } = await sql`select from decisions where conversation_id = ${conversationId}`.execute(database.db);
    expect(rows).toHaveLength(count);
  });

const booked = async () =>
  (await database.db.selectFrom('capacity').select('booked').execute()).map((row) => row.booked);

describe('transaction.created', () => {
  it('is answered with the cheapest service on the first working day, and a promise', async () => {
    const conversationId = randomUUID();
    const { envelope } = await log.publish(order, { conversationId });
    await eventually(() => expect(log.concluded(conversationId)).toHaveLength(1));
    expect(log.concluded(conversationId)).toMatchObject([
      {
        type: 'shipment.booked',
        data: {
          carrier: 'swift-parcel',
          service: 'standard',
          zone: 'uk',
          weightGrams: 1_500,
          rateMinor: 395 + 2 * 45,
          currency: 'GBP',
          shipsOn: day('2010-12-06'),
          promisedOn: day('2010-12-08'),
        },
        envelope: { source: 'shipping-agent', causationId: envelope.id },
      },
    ]);
  });
});

describe('order.rejected and order.cancelled', () => {
  it('free the room, once, and turn an order that comes later into nothing', async () => {
    const [booking, tombstone] = [randomUUID(), randomUUID()];
    const before = await booked();
    await log.publish(order, { conversationId: booking });
    await eventually(() => expect(conclusions(booking)).toHaveLength(1));
    for (const conversationId of [booking, tombstone]) {
      await log.publish(OrderRejected({ reasons: [] }), { conversationId });
      await log.publish(OrderCancelled({ requestedAt: 0 }), { conversationId });
      await handled(conversationId, conversationId === booking ? 3 : 2);
    }
    await log.publish(order, { conversationId: tombstone });
    await handled(tombstone, 3);
    await eventually(() => expect(conclusions(booking)).toHaveLength(2));
    expect(conclusions(booking)[1]).toEqual({ type: 'shipment.cancelled', data: { held: true } });
    await eventually(() => expect(conclusions(tombstone)).toHaveLength(1));
    expect(conclusions(tombstone)).toEqual([{ type: 'shipment.cancelled', data: { held: false } }]);
    expect(await booked()).toEqual(before);
  });
});
