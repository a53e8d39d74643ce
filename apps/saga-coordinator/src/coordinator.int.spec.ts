import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceHandle } from '@troupe/agent-sdk';
import { sagaDecisionId } from '@troupe/contracts';
import { eventually } from '@troupe/testing';
import { openCoordinatorPlace, type CoordinatorPlace } from './coordinator.fixture.ts';
import {
  booked,
  cancelled,
  flagged,
  nothingReleased,
  placed,
  released,
  reserved,
  unbooked,
  verified,
} from './orders.fixture.ts';
import { COORDINATOR } from './run-coordinator.ts';

let at: CoordinatorPlace;
let coordinator: ServiceHandle;

beforeAll(async () => {
  at = await openCoordinatorPlace(COORDINATOR);
  coordinator = await at.start({ answerWithin: '3s' });
}, 60_000);

afterAll(async () => {
  await coordinator.stop();
  await at.close();
}, 60_000);

describe('an order', () => {
  it('is confirmed when all three say yes, with the packaged result in the main database', async () => {
    const id = randomUUID();
    const events = await at.say(id, placed, verified, reserved, booked);
    await at.sends(id, 'order.confirmed');
    expect(at.concluded(id)[0]).toMatchObject({
      data: { riskScore: 0.1, reserved: [{ sku: '85123A', quantity: 6 }], carrier: 'post', rateMinor: 499 },
      envelope: {
        id: sagaDecisionId('order', id, 'completed'),
        causationId: events.at(-1)?.envelope.id,
        source: COORDINATOR,
        hops: 63,
        lamport: 1,
        provenance: { agent: 'order@1' },
      },
    });
    expect(await at.order(id)).toMatchObject({
      status: 'confirmed',
      outcome: 'confirmed',
      customer_id: '17850',
      country: 'GB',
      currency: 'GBP',
      total_minor: 1_530,
      missing: [],
      result: { verify: verified.data, reserve: reserved.data, ship: booked.data },
      requested_at: new Date(events[0]?.envelope.timeMs ?? 0),
    });
  });

  it('is confirmed though every answer was there before the order', async () => {
    const id = randomUUID();
    await at.say(id, booked, verified, reserved);
    await eventually(async () => expect(await at.saga(id)).toMatchObject({ facts: 3, status: 'awaiting-start' }));
    await at.say(id, placed);
    await at.sends(id, 'order.confirmed');
  });

  it('is rejected by one no, and closed when the others have undone their part', async () => {
    const id = randomUUID();
    await at.say(id, placed, reserved, flagged);
    await at.sends(id, 'order.rejected');
    expect(await at.order(id)).toMatchObject({
      status: 'rejected',
      reasons: [{ step: 'verify', code: 'order.flagged' }],
    });
    await at.say(id, released, unbooked);
    await at.sends(id, 'order.rejected', 'order.closed');
    expect(await at.order(id)).toMatchObject({ status: 'closed', outcome: 'rejected' });
    expect(at.concluded(id).map(({ envelope }) => envelope.lamport)).toEqual([1, 2]);
  });

  it('is rejected at the deadline naming who did not answer, and closed when they have', async () => {
    const id = randomUUID();
    const [start] = await at.say(id, placed, verified, booked);
    await at.sends(id, 'order.rejected');
    const rejected = at.concluded(id)[0];
    expect(rejected).toMatchObject({
      data: { missing: ['reserve'], reasons: [{ step: 'reserve', code: 'timed-out', detail: 'no answer within 3s' }] },
      envelope: { causationId: start?.envelope.id },
    });
    // The spec publishes by the clock of this machine, and the broker appends a moment later.
    expect((rejected?.envelope.timeMs ?? 0) - (start?.envelope.timeMs ?? 0)).toBeGreaterThanOrEqual(3_000);
    expect(await at.order(id)).toMatchObject({ status: 'rejected', missing: ['reserve'] });
    await at.say(id, reserved, released, unbooked);
    await at.sends(id, 'order.rejected', 'order.closed');
  });

  it('counts an event once however often it comes', async () => {
    const id = randomUUID();
    const [event] = await at.say(id, placed);
    await at.log.publish(placed, { conversationId: id, id: event?.envelope.id ?? '' });
    await at.say(id, verified, verified, reserved, booked);
    await at.sends(id, 'order.confirmed');
    expect(await at.saga(id)).toMatchObject({ facts: 5 });
  });
});

describe('a cancellation', () => {
  it.each([
    ['before the order is known', [cancelled, placed], []],
    ['while the order runs', [placed, reserved, cancelled], []],
    ['after it was confirmed', [placed, verified, reserved, booked, cancelled], ['order.confirmed']],
  ])('%s closes it once everything is undone', async (_, events, before) => {
    const id = randomUUID();
    for (const event of events) {
      await at.say(id, event);
      // So that each is folded by itself.
      const facts = events.indexOf(event) + 1;
      await eventually(async () => expect(await at.saga(id)).toMatchObject({ facts }));
    }
    expect(await at.order(id)).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
    await at.say(id, unbooked, nothingReleased);
    await at.sends(id, ...before, 'order.closed');
    expect(at.concluded(id).at(-1)?.data).toEqual({
      outcome: 'CANCELLED',
      released: false,
      shipmentCancelled: true,
    });
    expect(await at.order(id)).toMatchObject({ status: 'closed', outcome: 'cancelled' });
  });

  it('after the rejection changes nothing', async () => {
    const id = randomUUID();
    await at.say(id, placed, flagged);
    await at.sends(id, 'order.rejected');
    await at.say(id, cancelled, released, unbooked);
    await at.sends(id, 'order.rejected', 'order.closed');
    expect(at.concluded(id).at(-1)?.data).toMatchObject({ outcome: 'REJECTED' });
  });
});

describe('a record that cannot be read', () => {
  it('goes to the dead letters, and the partition goes on', async () => {
    const id = randomUUID();
    const publisher = await at.log.messaging.publisher();
    await publisher.publish([{ topic: 'order.verified', key: id, value: Buffer.from('not avro'), headers: {} }]);
    await publisher.close();
    await at.say(id, placed, verified, reserved, booked);
    await at.sends(id, 'order.confirmed');
    await eventually(() => expect(at.log.deadLetters().map(({ key }) => key)).toContain(id));
  });
});
