import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { z } from 'zod';
import { conversationIdOf, DEFAULT_TENANT } from '@troupe/contracts';
import { partitionOf } from '@troupe/messaging';
import { expectSound } from './auditor.fixture.ts';
import { badRecords, causeOf, deadLetters, writeRecords } from './bad-bytes.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';
import { newOrder, type Fate, type TestOrder } from './orders.fixture.ts';
import { cancel, place, type AcceptedOrder } from './shop.fixture.ts';

jest.setTimeout(240_000);

const WITHIN = { timeoutMs: 60_000 };

const conversation = z.object({
  status: z.string(),
  events: z.array(z.object({ position: z.number(), type: z.string(), source: z.string() })),
});

let fleet: TestFleet;
const accepted: AcceptedOrder[] = [];

beforeAll(async () => {
  fleet = await startTestFleet('orders');
});

afterAll(() => fleet.stop());

const placed = async (fate: Fate): Promise<AcceptedOrder> => {
  const order = await place(fleet, newOrder(fate));
  accepted.push(order);
  return order;
};

const timeline = async ({ conversationId }: AcceptedOrder): Promise<z.infer<typeof conversation>> => {
  const answer = await fetch(`${fleet.url('gateway')}/v1/conversations/${conversationId}`);
  return conversation.parse(await answer.json());
};

const reaches = (order: AcceptedOrder, status: string): Promise<z.infer<typeof conversation>> =>
  eventually(async () => {
    const told = await timeline(order);
    expect(told.status).toBe(status);
    return told;
  }, WITHIN);

const row = async ({ conversationId }: AcceptedOrder): Promise<unknown> =>
  (await fleet.query('select * from main.orders where id = $1', [conversationId]))[0];

const reserved = async (): Promise<unknown> =>
  (await fleet.query<{ pieces: number }>('select sum(reserved)::integer as pieces from inventory_agent.stock'))[0]
    ?.pieces;

const told = (events: z.infer<typeof conversation>['events']): readonly string[] =>
  events.map(({ type, source }) => `${type} by ${source}`).sort();

const CONFIRMED = [
  'items.reserved by inventory-agent',
  'order.confirmed by saga-coordinator',
  'order.verified by fraud-agent',
  'shipment.booked by shipping-agent',
  'transaction.created by gateway',
];

describe('an order that goes through every service', () => {
  it('is confirmed when all three agents say yes', async () => {
    const order = await placed('good');
    const { events } = await reaches(order, 'confirmed');
    expect(told(events)).toEqual(CONFIRMED);
    expect(events.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    expect(await row(order)).toMatchObject({
      status: 'confirmed',
      outcome: 'confirmed',
      reasons: [],
      missing: [],
      result: { verify: { reasons: [] }, reserve: { lines: [{}, {}] }, ship: { zone: 'uk', currency: 'GBP' } },
    });
  });

  it.each([
    ['short' as const, 'reserve', 'items.unavailable'],
    ['risky' as const, 'verify', 'order.flagged'],
    ['unshippable' as const, 'ship', 'shipment.unavailable'],
  ])('is rejected, undone and closed when it is %s', async (fate, step, code) => {
    const before = await reserved();
    const order = await placed(fate);
    const { events } = await reaches(order, 'closed');
    expect(told(events)).toEqual(
      expect.arrayContaining([
        'items.released by inventory-agent',
        'order.closed by saga-coordinator',
        'order.rejected by saga-coordinator',
        'shipment.cancelled by shipping-agent',
      ]),
    );
    expect(await row(order)).toMatchObject({
      status: 'closed',
      outcome: 'rejected',
      reasons: expect.arrayContaining([expect.objectContaining({ step, code })]) as unknown,
    });
    expect(await reserved()).toBe(before);
  });

  it('is undone and closed when the customer takes it back after it was confirmed', async () => {
    const before = await reserved();
    const order = await placed('good');
    await reaches(order, 'confirmed');
    await cancel(fleet, order);
    const { events } = await reaches(order, 'closed');
    expect(told(events)).toEqual(
      [
        ...CONFIRMED,
        'items.released by inventory-agent',
        'order.cancelled by gateway',
        'order.closed by saga-coordinator',
        'shipment.cancelled by shipping-agent',
      ].sort(),
    );
    expect(await row(order)).toMatchObject({ status: 'closed', outcome: 'cancelled' });
    expect(await reserved()).toBe(before);
  });

  it('leaves topics and tables that agree with each other', async () => {
    await expectSound(fleet, accepted);
  });
});

const CONSUMERS = ['fraud-agent', 'inventory-agent', 'shipping-agent', 'saga-coordinator', 'ledger'];

/** An order whose conversation lies in this partition. */
const orderIn = (partition: number): TestOrder => {
  for (;;) {
    const order = newOrder();
    if (partitionOf(conversationIdOf(DEFAULT_TENANT, order.key), fleet.place.partitions) === partition) return order;
  }
};

describe('bytes that nobody can read', () => {
  it('go to the dead letters of every consumer with the cause, and the partition goes on', async () => {
    const key = 'no-conversation';
    const bad = badRecords(key);
    await writeRecords(fleet.place, Object.values(bad));
    const order = await place(fleet, orderIn(partitionOf(key, fleet.place.partitions)));
    const causes = CONSUMERS.flatMap((name) => Object.keys(bad).map((code) => `${name}.dead ${name} ${code}`)).sort();
    await reaches(order, 'confirmed');
    await eventually(async () => {
      const letters = await deadLetters(fleet.place, CONSUMERS);
      expect(letters.map(causeOf).sort()).toEqual(causes);
      const values = new Set(letters.map(({ value }) => value?.toString('hex')));
      expect(values).toEqual(new Set(Object.values(bad).map(({ value }) => value?.toString('hex'))));
    }, WITHIN);
  });
});
