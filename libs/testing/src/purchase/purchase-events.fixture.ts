import { eventType, type EventType } from '@troupe/contracts';

/** Events of one text field; those of a project are generated from its schemas. */
const event = <Type extends string, Field extends string>(
  type: Type,
  field: Field,
): EventType<Type, Readonly<Record<Field, string>>> =>
  eventType({
    type,
    domain: 'purchasing',
    schema: { type: 'record', name: 'Purchase', fields: [{ name: field, type: 'string' }] },
  });

export const PurchaseWanted = event('purchase.wanted', 'what');
export const PurchaseWithdrawn = event('purchase.withdrawn', 'reason');
export const SuppliersChosen = event('suppliers.chosen', 'suppliers');
export const OfferMade = event('offer.made', 'offer');
export const OfferDeclined = event('offer.declined', 'offer');
export const ApprovalGiven = event('approval.given', 'by');
export const ApprovalRefused = event('approval.refused', 'by');
export const ManagerAsked = event('manager.asked', 'what');
export const GoodsOrdered = event('goods.ordered', 'number');
export const GoodsUnordered = event('goods.unordered', 'number');
export const OrderWanted = event('order.wanted', 'offer');
export const UndoWanted = event('undo.wanted', 'number');
export const PurchaseDone = event('purchase.done', 'number');
export const PurchaseRefused = event('purchase.refused', 'reason');
export const PurchaseClosed = event('purchase.closed', 'outcome');
