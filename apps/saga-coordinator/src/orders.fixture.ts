import {
  EventHeld,
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  OrderCancelled,
  OrderFlagged,
  OrderVerified,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentUnavailable,
  TransactionCreated,
  type Draft,
} from '@troupe/contracts';

const lines = [{ sku: '85123A', quantity: 6 }];

export const placed = TransactionCreated({
  customerId: '17850',
  placedAt: Date.UTC(2026, 0, 5, 8, 26),
  country: 'GB',
  currency: 'GBP',
  totalMinor: 1_530,
  lines: [{ sku: '85123A', description: 'holder', quantity: 6, unitPriceMinor: 255 }],
});
export const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'offline-rules@1' });
export const flagged = OrderFlagged({
  score: 0.82,
  reasons: [{ rule: 'new-country', weight: 0.4, reason: 'never shipped to FR before' }],
  decidedBy: 'offline-rules@1',
});
export const reserved = ItemsReserved({ lines });
export const unavailable = ItemsUnavailable({ lines: [{ sku: '85123A', requested: 6, available: 2 }] });
export const released = ItemsReleased({ lines });
export const nothingReleased = ItemsReleased({ lines: [] });
export const booked = ShipmentBooked({
  carrier: 'post',
  service: 'standard',
  zone: 'home',
  weightGrams: 900,
  rateMinor: 499,
  currency: 'GBP',
  shipsOn: 20_459,
  promisedOn: 20_461,
});
export const notBooked = ShipmentUnavailable({ reason: 'TOO_HEAVY', detail: '90 kg is more than any carrier takes' });
export const unbooked = ShipmentCancelled({ held: true });
export const nothingBooked = ShipmentCancelled({ held: false });
export const cancelled = OrderCancelled({ reason: 'changed my mind', requestedAt: Date.UTC(2026, 0, 5, 9) });

/** An agent holds an event of this type. */
export const heldBy = (agent: string, type: string): Draft =>
  EventHeld({ agent, event: 'e-1', type, code: 'TERMINAL', letter: 'l-1' });
