import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  OrderCancelled,
  OrderRejected,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentUnavailable,
  TransactionCreated,
} from '@troupe/contracts';
import { deliver, testAgent } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { openCarriers, type TestCarriers } from './bookings.fixture.ts';
import { shippingAgent } from './shipping.agent.ts';
import { dayOf } from './working-days.ts';

let carriers: TestCarriers;

beforeAll(async () => {
  carriers = await openCarriers('shipping-agent');
});
beforeEach(() => carriers.open({ 'swift-parcel': 80, 'pallet-line': 60 }));
afterAll(() => carriers.close());

const day = (text: string) => dayOf(Date.parse(`${text}T00:00:00Z`));
const order = ({ country = 'GB', quantity = 10 } = {}) =>
  TransactionCreated({
    customerId: 'customer-1',
    placedAt: Date.parse('2010-12-03T18:00:00Z'),
    country,
    currency: 'GBP',
    totalMinor: 0,
    lines: [{ sku: 'unknown', description: '', quantity, unitPriceMinor: 0 }],
  });
const byParcel = ShipmentBooked({
  carrier: 'swift-parcel',
  service: 'standard',
  zone: 'uk',
  weightGrams: 1_500,
  rateMinor: 395 + 2 * 45,
  currency: 'GBP',
  shipsOn: day('2010-12-06'),
  promisedOn: day('2010-12-08'),
});
const rejected = OrderRejected({ reasons: [] });
const cancelled = OrderCancelled({ requestedAt: 0 });

const agent = () => testAgent(shippingAgent(), { database: carriers.database });
const booked = async () => (await carriers.booked()).counted;
const MONDAY_PARCEL = `swift-parcel ${day('2010-12-06')}`;

describe('transaction.created', () => {
  it('is answered with the cheapest service on the first working day, and a promise', async () => {
    await agent().when(order()).thenPublishes(byParcel);
    expect(await booked()).toEqual({ [MONDAY_PARCEL]: 1 });
  });

  it('goes by another carrier when the cheapest is full, and on a later day when all are', async () => {
    await carriers.open({ 'swift-parcel': 0, 'pallet-line': 1 });
    const byPallet = {
      ...byParcel.data,
      carrier: 'pallet-line',
      service: 'economy',
      rateMinor: 1_250 + 2 * 14,
      promisedOn: day('2010-12-09'),
    };
    const nextDay = { ...byPallet, shipsOn: day('2010-12-07'), promisedOn: day('2010-12-10') };
    await agent().when(order()).thenPublishes(ShipmentBooked(byPallet));
    await agent().when(order()).thenPublishes(ShipmentBooked(nextDay));
  });

  it.each([
    ['NO_ZONE', { country: 'BR' }, 'no carrier goes to BR'],
    ['TOO_HEAVY', { quantity: 8_001 }, '1200.2 kg to GB, at most 1200 kg are taken'],
  ] as const)('is answered with %s', (reason, changes, detail) =>
    agent().when(order(changes)).thenPublishes(ShipmentUnavailable({ reason, detail })),
  );

  it('is answered with NO_CAPACITY when every day that is tried is full', async () => {
    await carriers.open({ 'swift-parcel': 0, 'pallet-line': 0 });
    const detail = 'every carrier to GB is full on the 5 working days tried';
    await agent()
      .when(order())
      .thenPublishes(ShipmentUnavailable({ reason: 'NO_CAPACITY', detail }));
  });

  it('is given up when it asks for less than one piece', () =>
    agent()
      .when(order({ quantity: -1 }))
      .thenDeadLetters('TERMINAL'));

  it('books once when it comes twice', async () => {
    const event = deliver(order(), { conversationId: randomUUID() });
    await agent().when(event, event).thenPublishes(byParcel);
    expect(await booked()).toEqual({ [MONDAY_PARCEL]: 1 });
  });
});

describe.each([
  ['order.rejected', rejected, cancelled],
  ['order.cancelled', cancelled, rejected],
])('%s', (_type, undo, otherUndo) => {
  it('frees the room, once, whatever else undoes the order', async () => {
    await agent()
      .given(order())
      .when(undo, otherUndo, undo)
      .thenPublishes(ShipmentCancelled({ held: true }));
    expect(await booked()).toEqual({});
  });

  it('is answered when nothing was booked', () =>
    agent()
      .given(order({ country: 'BR' }))
      .when(undo)
      .thenPublishes(ShipmentCancelled({ held: false })));

  it('turns an order that comes later into nothing', async () => {
    await agent()
      .when(undo, order(), otherUndo)
      .thenPublishes(ShipmentCancelled({ held: false }));
    expect(await booked()).toEqual({});
  });
});
