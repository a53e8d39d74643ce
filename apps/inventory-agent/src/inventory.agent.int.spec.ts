import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  OrderCancelled,
  OrderRejected,
  TransactionCreated,
} from '@troupe/contracts';
import { deliver, testAgent } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { inventoryAgent } from './inventory.agent.ts';
import type { Quantity } from './order-lines.ts';
import { openWarehouse, type TestWarehouse } from './stock.fixture.ts';

let warehouse: TestWarehouse;

beforeAll(async () => {
  warehouse = await openWarehouse('inventory-agent');
});
beforeEach(() => warehouse.layIn({ A: 10, B: 1 }));
afterAll(() => warehouse.close());

const agent = () => testAgent(inventoryAgent(), { database: warehouse.database });
const orderFor = (...lines: readonly Quantity[]) =>
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
const lines = [{ sku: 'A', quantity: 3 }];
const reserved = async () => (await warehouse.reserved()).counted;

describe('transaction.created', () => {
  it('is answered with what was set aside, each product once', async () => {
    await agent()
      .when(orderFor({ sku: 'A', quantity: 2 }, { sku: 'A', quantity: 1 }))
      .thenPublishes(ItemsReserved({ lines }));
    expect(await reserved()).toEqual({ A: 3 });
  });

  it('is answered with what is short, and nothing is set aside', async () => {
    const short = [{ sku: 'B', requested: 2, available: 1 }];
    await agent()
      .when(orderFor({ sku: 'A', quantity: 2 }, { sku: 'B', quantity: 2 }))
      .thenPublishes(ItemsUnavailable({ lines: short }));
    expect(await reserved()).toEqual({});
  });

  it('is given up when it asks for less than one piece', () =>
    agent()
      .when(orderFor({ sku: 'A', quantity: 0 }))
      .thenDeadLetters('TERMINAL'));

  it('sets aside once when it comes twice', async () => {
    const event = deliver(orderFor(...lines), { conversationId: randomUUID() });
    await agent().when(event, event).thenPublishes(ItemsReserved({ lines }));
    expect(await reserved()).toEqual({ A: 3 });
  });
});

describe.each([
  ['order.rejected', rejected, cancelled],
  ['order.cancelled', cancelled, rejected],
])('%s', (_type, undo, otherUndo) => {
  it('frees what was set aside, once, whatever else undoes the order', async () => {
    await agent()
      .given(orderFor(...lines))
      .when(undo, otherUndo, undo)
      .thenPublishes(ItemsReleased({ lines }));
    expect(await reserved()).toEqual({});
  });

  it('is answered when nothing was set aside', () =>
    agent()
      .given(orderFor({ sku: 'B', quantity: 2 }))
      .when(undo)
      .thenPublishes(ItemsReleased({ lines: [] })));

  it('turns an order that comes later into nothing', async () => {
    await agent()
      .when(undo, orderFor(...lines), otherUndo)
      .thenPublishes(ItemsReleased({ lines: [] }));
    expect(await reserved()).toEqual({});
  });
});
