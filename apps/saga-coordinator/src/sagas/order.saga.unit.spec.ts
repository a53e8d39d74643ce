import { describe, expect, it } from '@jest/globals';
import { OrderClosed, OrderConfirmed, OrderRejected, SagaInstructed, type Draft } from '@troupe/contracts';
import { decide, fold, packageResult, status, type EventFact, type SagaFact } from '@troupe/saga';
import { testSaga } from '@troupe/testing';
import {
  booked,
  cancelled,
  flagged,
  heldBy,
  notBooked,
  nothingBooked,
  nothingReleased,
  placed,
  released,
  reserved,
  unavailable,
  unbooked,
  verified,
} from '../orders.fixture.ts';
import { orderSaga } from './order.saga.ts';

const saga = orderSaga({ answerWithin: '30s' });

const confirmed = OrderConfirmed({
  riskScore: 0.1,
  reserved: [{ sku: '85123A', quantity: 6 }],
  carrier: 'post',
  rateMinor: 499,
  promisedOn: 20_461,
});
const rejectedBy = (step: string, code: string, detail: string): Draft =>
  OrderRejected({ reasons: [{ step, code, detail }], missing: code === 'timed-out' ? [step] : [] });
const closed = (outcome: 'REJECTED' | 'CANCELLED', undone = true): Draft =>
  OrderClosed({ outcome, released: undone, shipmentCancelled: undone });

const permutations = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

describe('an order with three yes', () => {
  it('is confirmed with what the participants concluded', () =>
    testSaga(saga).given(placed, verified, reserved).when(booked).thenSends(confirmed));

  it('is confirmed once, whatever comes first or twice', () => {
    for (const order of permutations([placed, verified, reserved, booked]))
      testSaga(saga)
        .when(...order, ...order)
        .thenSends(confirmed);
  });
});

describe('an order of which an agent holds an event', () => {
  const held = heldBy('fraud-agent', 'transaction.created');

  it('waits until that is released', () =>
    testSaga(saga).given(placed, reserved, booked, held).when(verified).thenSends(confirmed));

  it('says so when it is rejected because nobody answered', () =>
    testSaga(saga)
      .given(placed, reserved, booked, held)
      .after('31s')
      .thenSends(
        rejectedBy('verify', 'timed-out', 'no answer within 30s: fraud-agent holds transaction.created (TERMINAL)'),
      ));
});

describe('an order that somebody says no to', () => {
  it.each([
    [flagged, rejectedBy('verify', 'order.flagged', 'risk 0.82: never shipped to FR before')],
    [unavailable, rejectedBy('reserve', 'items.unavailable', '85123A: 6 wanted, 2 left')],
    [notBooked, rejectedBy('ship', 'shipment.unavailable', '90 kg is more than any carrier takes')],
  ])('is rejected at once: %#', (no, rejected) => testSaga(saga).given(placed).when(no).thenSends(rejected));

  it('is closed when stock and carrier have undone what they may have done', () => {
    const flaggedOrder = testSaga(saga).given(placed, reserved, flagged);
    flaggedOrder.when(released).thenNothing();
    flaggedOrder.when(released, unbooked).thenSends(closed('REJECTED'));
    flaggedOrder.when(nothingBooked, nothingReleased).thenSends(closed('REJECTED', false));
  });

  it('does not wait for whoever had said no', () =>
    testSaga(saga)
      .given(placed, unavailable)
      .when(unbooked)
      .thenSends(OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: true })));

  it('comes to the same in all orders of do, no and undo', () => {
    for (const order of permutations([verified, unavailable, booked, unbooked])) {
      const course = testSaga(saga)
        .given(placed)
        .when(...order);
      course.thenStatus('closed');
      course.thenSends(
        rejectedBy('reserve', 'items.unavailable', '85123A: 6 wanted, 2 left'),
        OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: true }),
      );
    }
  });
});

describe('an order that somebody does not answer', () => {
  it.each([
    ['verify', [reserved, booked]],
    ['reserve', [verified, booked]],
    ['ship', [verified, reserved]],
  ])('is rejected at the deadline, naming %s', (step, answers) =>
    testSaga(saga)
      .given(placed, ...answers)
      .after('31s')
      .thenSends(rejectedBy(step, 'timed-out', 'no answer within 30s')),
  );

  it('is closed when the late participant has come back, done and undone its part', () => {
    const late = testSaga(saga).given(placed, verified, booked).after('31s').given(unbooked);
    late.given(reserved).thenStatus('rolling-back');
    late.given(reserved, released).thenStatus('closed');
    late.given(released, reserved).thenStatus('closed');
  });
});

describe('an order that is cancelled', () => {
  const undone = [released, unbooked];

  it.each([
    ['while it runs', [placed, verified, reserved, cancelled]],
    ['when it was confirmed', [placed, verified, reserved, booked, cancelled]],
    ['before it is known', [cancelled, placed]],
  ])('%s is closed once it has been undone', (_, events) => {
    const course = testSaga(saga).given(...events);
    course.thenStatus('rolling-back');
    course.when(...undone).thenSends(closed('CANCELLED'));
  });

  it('stays rejected when it was rejected before', () =>
    testSaga(saga)
      .given(placed, flagged, cancelled)
      .when(...undone)
      .thenSends(closed('REJECTED')));

  it('ends closed in every order, and is confirmed at most once on the way', () => {
    for (const order of permutations([placed, verified, reserved, booked, cancelled])) {
      const course = testSaga(saga).given(...order);
      course.given(...undone).thenStatus('closed');
      course.when(...undone).thenSends(closed('CANCELLED'));
    }
  });
});

describe('an order that an operator cancels', () => {
  const cancelling = SagaInstructed({ saga: 'order', action: 'cancel', reason: 'a hoax', by: 'ada' });
  const takenBack = OrderRejected({ reasons: [{ step: 'order', code: 'operator.cancel', detail: 'a hoax (ada)' }] });

  it('is taken back though it was confirmed, and closed once stock and carrier have undone their part', () => {
    const course = testSaga(saga).given(placed, verified, reserved, booked);
    course.when(cancelling).thenSends(takenBack);
    course.given(cancelling).when(released, unbooked).thenSends(closed('REJECTED'));
  });

  it('is confirmed and taken back once each, whatever comes first', () => {
    for (const order of permutations([verified, reserved, booked, cancelling])) {
      const course = testSaga(saga).given(placed, ...order);
      course.given(released, unbooked).thenStatus('closed');
    }
  });
});

describe('the row in main.orders', () => {
  const rowOf = (...drafts: readonly Draft[]) => {
    const facts = drafts.map(({ type, data }, at): EventFact => ({
      kind: 'event',
      id: type,
      type,
      appendedMs: at,
      timeMs: at,
      data,
    }));
    const { state } = decide(
      saga,
      fold(saga, { conversationId: 'c-1', facts: facts satisfies readonly SagaFact[] }),
      60_000,
    );
    return { status: status(state), row: packageResult(saga, state)?.row };
  };

  it('holds the order, its outcome and what each participant concluded', () => {
    expect(rowOf(placed, verified, reserved, booked).row).toEqual({
      id: 'c-1',
      customer_id: '17850',
      country: 'GB',
      currency: 'GBP',
      total_minor: 1_530,
      status: 'confirmed',
      outcome: 'confirmed',
      reasons: [],
      missing: [],
      result: { verify: verified.data, reserve: reserved.data, ship: booked.data },
      requested_at: '1970-01-01T00:00:00.000Z',
      resolved_at: '1970-01-01T00:01:00.000Z',
    });
  });

  it('follows the order to its end', () => {
    expect(rowOf(placed).row).toBeUndefined();
    expect(rowOf(placed, flagged).row).toMatchObject({ status: 'rejected', reasons: [{ step: 'verify' }] });
    expect(rowOf(placed, cancelled).row).toMatchObject({ status: 'cancelled', outcome: 'cancelled', reasons: [] });
    expect(rowOf(placed, flagged, released, unbooked).row).toMatchObject({ status: 'closed', outcome: 'rejected' });
  });
});
