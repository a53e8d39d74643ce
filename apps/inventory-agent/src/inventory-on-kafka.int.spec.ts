import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ItemsReleased,
  ItemsReserved,
  OrderCancelled,
  OrderRejected,
  TransactionCreated,
  type Event,
} from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { eventually, openAgentPlace, type AgentPlace, type EventLog } from '@troupe/testing';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { inventoryAgent } from './inventory.agent.ts';
import { migrations } from './migrations.ts';
import type { Quantity } from './order-lines.ts';
import { restock } from './restock.ts';
import type { InventoryTables } from './tables.ts';

let opened: AgentPlace;
let log: EventLog;
let database: Database<InventoryTables>;

beforeAll(async () => {
  opened = await openAgentPlace(inventoryAgent(), { migrations });
  ({ log } = opened);
  database = connectDatabase({ url: opened.place.databaseUrl, schema: 'inventory_agent', applicationName: 'spec' });
  await database.db.transaction().execute((tx) =>
    restock(tx, [
      { sku: 'A', onHand: 100 },
      { sku: 'B', onHand: 1 },
    ]),
  );
}, 60_000);

afterAll(async () => {
  await database.close();
  await opened.close();
}, 60_000);

const orderFor = (lines: readonly Quantity[]) =>
  TransactionCreated({
    customerId: 'customer-1',
    placedAt: 0,
    country: 'GB',
    currency: 'GBP',
    totalMinor: 0,
    lines: lines.map((line) => ({ ...line, description: '', unitPriceMinor: 0 })),
  });
const rejected = OrderRejected({ reasons: [] });
const cancelled = OrderCancelled({ requestedAt: 0 });

const told = ({ type, data }: Pick<Event, 'type' | 'data'>) => ({ type, data });
const conclusions = (conversationId: string) => log.concluded(conversationId).map(told);
const reservedOf = async (sku: string) =>
  (await database.db.selectFrom('stock').select('reserved').where('sku', '=', sku).executeTakeFirstOrThrow()).reserved;
/** Waits until so many different events of a conversation have been handled. */
const handled = (conversationId: string, count: number) =>
  eventually(async () => {
    const { rows } = await sql`select from decisions where conversation_id = ${conversationId}`.execute(database.db);
    expect(rows).toHaveLength(count);
  });

describe('transaction.created', () => {
  it('is answered with what was set aside', async () => {
    const conversationId = randomUUID();
    const lines = [
      { sku: 'A', quantity: 2 },
      { sku: 'A', quantity: 1 },
    ];
    const order = await log.publish(orderFor(lines), { conversationId });
    await eventually(() => expect(log.concluded(conversationId)).toHaveLength(1));
    expect(log.concluded(conversationId)).toMatchObject([
      {
        type: 'items.reserved',
        data: { lines: [{ sku: 'A', quantity: 3 }] },
        envelope: { source: 'inventory-agent', causationId: order.envelope.id },
      },
    ]);
  });

  it('goes to the dead letters when it asks for less than one piece', async () => {
    const conversationId = randomUUID();
    await log.publish(orderFor([{ sku: 'A', quantity: 0 }]), { conversationId });
    await eventually(() => expect(log.deadLetters().map(({ key }) => key)).toEqual([conversationId]));
    await eventually(() => expect(log.concluded(conversationId).map(({ type }) => type)).toEqual(['event.held']));
  });
});

describe('order.rejected and order.cancelled', () => {
  it('free what was set aside, once, whichever comes first and however often', async () => {
    const conversationId = randomUUID();
    const before = await reservedOf('A');
    const lines = [{ sku: 'A', quantity: 5 }];
    await log.publish(orderFor(lines), { conversationId });
    await eventually(() => expect(conclusions(conversationId)).toHaveLength(1));
    const { envelope } = await log.publish(rejected, { conversationId });
    await log.publish(rejected, { conversationId, id: envelope.id });
    await log.publish(cancelled, { conversationId });
    await handled(conversationId, 3);
    await eventually(() => expect(conclusions(conversationId)).toHaveLength(2));
    expect(conclusions(conversationId)).toEqual([ItemsReserved({ lines }), ItemsReleased({ lines })].map(told));
    expect(await reservedOf('A')).toBe(before);
  });
});
