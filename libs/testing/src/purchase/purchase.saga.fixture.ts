import { BudgetExhausted } from '@troupe/contracts';
import { defineSaga, type SagaDefinition } from '@troupe/saga';
import {
  ApprovalGiven,
  ApprovalRefused,
  GoodsOrdered,
  GoodsUnordered,
  ManagerAsked,
  OfferDeclined,
  OfferMade,
  OrderWanted,
  PurchaseClosed,
  PurchaseDone,
  PurchaseRefused,
  PurchaseWanted,
  PurchaseWithdrawn,
  SuppliersChosen,
  UndoWanted,
} from './purchase-events.fixture.ts';

/** The item that an offer is of: its supplier comes first. */
const supplierOf = ({ offer }: { readonly offer: string }): string => offer.split(' ')[0] ?? '';

/** Offers of several suppliers, an approval, and an order that can be taken back. */
export const purchaseSaga: SagaDefinition = defineSaga({
  name: 'purchase',
  startedBy: PurchaseWanted,
  cancelledBy: PurchaseWithdrawn,
  failedBy: [BudgetExhausted],
  within: '30d',
  steps: {
    offer: {
      forEach: { of: SuppliersChosen, atMost: 20 },
      completedBy: OfferMade,
      failedBy: [OfferDeclined],
      within: '2d',
      optional: true,
    },
    approve: {
      after: 'offer',
      completedBy: ApprovalGiven,
      failedBy: [ApprovalRefused],
      within: '4h',
      onTimeout: { person: '3d' },
    },
    order: {
      after: 'approve',
      completedBy: GoodsOrdered,
      within: '1h',
      compensatedBy: GoodsUnordered,
      heldBy: 'order-agent',
    },
  },
  items: { offer: { keys: ({ suppliers }) => suppliers.split(' '), keyOf: supplierOf } },
  accepts: { order: ({ number }) => number !== '' },
  asks: {
    approve: { overdue: ({ start }) => ManagerAsked({ what: start.what }) },
    order: {
      begin: ({ steps }) => OrderWanted({ offer: Object.values(steps.offer ?? {})[0]?.offer ?? '' }),
      undo: ({ steps }) => UndoWanted({ number: steps.order?.number ?? '' }),
    },
  },
  rollback: 'in-reverse',
  publishes: [PurchaseDone, PurchaseRefused, PurchaseClosed, ManagerAsked, OrderWanted, UndoWanted],
  onCompleted: ({ steps }) => PurchaseDone({ number: steps.order.number }),
  onRejected: ({ refusals, missing, failure }) =>
    PurchaseRefused({ reason: [...refusals.map(({ type }) => type), ...missing, failure?.type].join(' ').trim() }),
  onClosed: ({ outcome }) => PurchaseClosed({ outcome }),
});
