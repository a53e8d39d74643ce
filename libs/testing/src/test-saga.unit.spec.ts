import { describe, expect, it } from '@jest/globals';
import {
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  OrderClosed,
  OrderConfirmed,
  OrderRejected,
  SagaInstructed,
  TransactionCreated,
} from '@troupe/contracts';
import { defineSaga } from '@troupe/saga';
import { testSaga } from './test-saga.ts';

const saga = defineSaga({
  name: 'reservation',
  startedBy: TransactionCreated,
  steps: {
    reserve: { completedBy: ItemsReserved, failedBy: [ItemsUnavailable], within: '30s', compensatedBy: ItemsReleased },
  },
  publishes: [OrderConfirmed, OrderRejected, OrderClosed],
  onCompleted: ({ steps }) =>
    OrderConfirmed({ riskScore: 0, reserved: steps.reserve.lines, carrier: 'post', rateMinor: 0, promisedOn: 0 }),
  onRejected: ({ missing }) => OrderRejected({ reasons: [], missing }),
  onClosed: () => OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: false }),
});
const placed = TransactionCreated({
  customerId: '17850',
  placedAt: 0,
  country: 'GB',
  currency: 'GBP',
  totalMinor: 100,
  lines: [],
});
const reserved = ItemsReserved({ lines: [{ sku: 'A', quantity: 1 }] });
const confirmed = (quantity = 1) =>
  OrderConfirmed({ riskScore: 0, reserved: [{ sku: 'A', quantity }], carrier: 'post', rateMinor: 0, promisedOn: 0 });
const rejected = (missing: readonly string[]) => OrderRejected({ reasons: [], missing });
const closed = OrderClosed({ outcome: 'REJECTED', released: false, shipmentCancelled: false });

describe('testSaga', () => {
  it('compares what is sent on what is shown last', () => {
    testSaga(saga).given(placed).when(reserved).thenSends(confirmed());
    testSaga(saga).given(reserved).when(placed).thenSends(confirmed());
    testSaga(saga).given(placed, reserved).when(reserved, placed).thenNothing();
    testSaga(saga)
      .given(placed)
      .when(ItemsUnavailable({ lines: [] }))
      .thenSends(rejected([]), closed);
  });

  it('lets deadlines pass', () => {
    testSaga(saga).given(placed).after('29s').thenNothing();
    testSaga(saga)
      .given(placed)
      .after('31s')
      .thenSends(rejected(['reserve']));
    testSaga(saga)
      .given(placed)
      .after('31s')
      .when(reserved)
      .thenSends(rejected(['reserve']));
    testSaga(saga).given(placed, reserved).after('31s').thenStatus('completed');
  });

  it('tells a saga what operators say to it', () => {
    const cancel = SagaInstructed({ saga: 'reservation', action: 'cancel', reason: 'a hoax', by: 'ada' });
    testSaga(saga).given(placed).when(cancel, cancel).thenSends(rejected([]));
    testSaga(saga).given(placed, reserved, cancel).thenStatus('completed');
  });

  it('says where the saga stands', () => {
    testSaga(saga).given(reserved).thenStatus('awaiting-start');
    testSaga(saga).given(placed).thenStatus('running');
    testSaga(saga).given(placed).after('1m').thenStatus('rolling-back');
    testSaga(saga)
      .given(placed)
      .after('1m')
      .when(ItemsReleased({ lines: [] }))
      .thenStatus('closed');
  });

  it.each([
    ['other data', () => testSaga(saga).given(placed).when(reserved).thenSends(confirmed(2))],
    ['an event too few', () => testSaga(saga).given(placed).when(reserved).thenNothing()],
    ['an event too many', () => testSaga(saga).given(placed).when(reserved).thenSends(confirmed(), closed)],
    [
      'another order',
      () =>
        testSaga(saga)
          .given(placed)
          .when(ItemsUnavailable({ lines: [] }))
          .thenSends(closed, rejected([])),
    ],
    ['another status', () => testSaga(saga).given(placed).thenStatus('closed')],
  ])('fails on %s', (_, compare) => expect(compare).toThrow(/Expected/));

  it('refuses an event that the saga does not wait for', () =>
    expect(() => testSaga(saga).when(closed).thenNothing()).toThrow('does not wait for order.closed'));
});
