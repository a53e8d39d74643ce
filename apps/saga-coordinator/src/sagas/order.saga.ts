import {
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  OrderCancelled,
  OrderClosed,
  OrderConfirmed,
  OrderFlagged,
  OrderRejected,
  OrderVerified,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentUnavailable,
  TransactionCreated,
  type Duration,
} from '@troupe/contracts';
import { defineSaga, type SagaDefinition } from '@troupe/saga';
import { orderRow } from './order-row.ts';
import { rejectionsOf } from './order-rejections.ts';
import type { SagasOf } from './sagas-of.ts';

/** What the order saga leaves to its operator. */
export interface OrderSagaOptions {
  /** How long after the order each participant may take to answer. */
  readonly answerWithin: Duration;
}

/**
 * An order goes through when it is verified, in stock and booked with a carrier. On the first no, or without an answer
 * in time, it is rejected; rejected and cancelled orders are closed once stock and carrier have undone their part.
 *
 * An operator can take back an order that was confirmed, as a customer can. None can have one confirmed without an answer, or
 * ask a participant again: a confirmation promises goods, a carrier and a day, which nobody but its participant can, and each
 * answers an order once. What a participant could not handle it holds, and answers when that is released.
 */
export const orderSaga = ({ answerWithin: within }: OrderSagaOptions): SagaDefinition =>
  defineSaga({
    name: 'order',
    startedBy: TransactionCreated,
    businessKey: ({ customerId }) => customerId,
    cancelledBy: OrderCancelled,
    steps: {
      verify: {
        completedBy: OrderVerified,
        failedBy: [OrderFlagged],
        within,
        holdsNothing: 'A judgement of the order, which keeps nothing back from others',
        heldBy: 'fraud-agent',
      },
      reserve: {
        completedBy: ItemsReserved,
        failedBy: [ItemsUnavailable],
        within,
        compensatedBy: ItemsReleased,
        heldBy: 'inventory-agent',
      },
      ship: {
        completedBy: ShipmentBooked,
        failedBy: [ShipmentUnavailable],
        within,
        compensatedBy: ShipmentCancelled,
        heldBy: 'shipping-agent',
      },
    },
    publishes: [OrderConfirmed, OrderRejected, OrderClosed],
    onCompleted: ({ steps: { verify, reserve, ship } }) =>
      OrderConfirmed({
        riskScore: verify.score,
        reserved: reserve.lines,
        carrier: ship.carrier,
        rateMinor: ship.rateMinor,
        promisedOn: ship.promisedOn,
      }),
    onRejected: (view) => OrderRejected({ reasons: rejectionsOf({ ...view, within }), missing: view.missing }),
    onRevoked: (view) => OrderRejected({ reasons: rejectionsOf({ ...view, within }) }),
    onClosed: ({ outcome, compensations: { reserve, ship } }) =>
      OrderClosed({
        outcome: outcome === 'cancelled' ? 'CANCELLED' : 'REJECTED',
        released: reserve !== undefined && reserve.lines.length > 0,
        shipmentCancelled: ship?.held ?? false,
      }),
    packaged: {
      table: 'orders',
      row: (view) => orderRow(view, rejectionsOf({ ...view, within })),
    },
  });

/** Its versions. */
export const orderSagas: SagasOf = ({ ORDER_ANSWER_WITHIN }) => [orderSaga({ answerWithin: ORDER_ANSWER_WITHIN })];
