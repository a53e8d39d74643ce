import type { Order, PastOrder } from './order.ts';

/** An hour of an ordinary Wednesday. */
export const NOON = Date.parse('2010-12-01T12:00:00Z');

/** An order of ten pieces for 25.00 GBP, with what a spec says of it. */
export const order = (changes: Partial<Order> = {}): Order => ({
  customerId: 'customer-1',
  placedAt: NOON,
  country: 'GB',
  currency: 'GBP',
  totalMinor: 2_500,
  lines: [{ sku: 'A', description: 'a thing', quantity: 10, unitPriceMinor: 250 }],
  ...changes,
});

/** The same order a month before, with what a spec says of it. */
export const pastOrder = (changes: Partial<PastOrder> = {}): PastOrder => ({
  placedAt: NOON - 30 * 86_400_000,
  totalMinor: 2_500,
  currency: 'GBP',
  country: 'GB',
  largestQuantity: 10,
  flagged: false,
  ...changes,
});
