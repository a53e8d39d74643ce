import { durationMs } from '@troupe/contracts';
import { largestQuantity, median, sumOfLines, type Order, type PastOrder } from './order.ts';

/**
 * What one rule looks at. It returns what it saw, for people to read, or undefined when it has nothing to say. `past`
 * holds earlier orders of the customer only, the latest first.
 */
export type Look = (order: Order, past: readonly PastOrder[], parameter: number) => string | undefined;

/** Earlier orders that show what is usual for the customer: those that were not flagged. */
const habits = (past: readonly PastOrder[]): readonly PastOrder[] => past.filter((earlier) => !earlier.flagged);

const money = (minor: number, currency: string): string => `${(minor / 100).toFixed(2)} ${currency}`;

const amountAboveUsual: Look = (order, past, times) => {
  const totals = habits(past).flatMap((earlier) => (earlier.currency === order.currency ? [earlier.totalMinor] : []));
  if (totals.length === 0) return undefined;
  const usual = median(totals);
  return order.totalMinor > times * usual
    ? `${money(order.totalMinor, order.currency)} against ${money(usual, order.currency)}`
    : undefined;
};

const ordersWithinTheHour: Look = (order, past, orders) => {
  const since = order.placedAt - durationMs('1h');
  const recent = past.filter((earlier) => earlier.placedAt > since).length;
  return recent >= orders ? `${recent} earlier orders` : undefined;
};

const newCountry: Look = (order, past, orders) => {
  const countries = new Set(
    habits(past)
      .slice(0, orders)
      .map((earlier) => earlier.country),
  );
  return countries.size === 0 || countries.has(order.country)
    ? undefined
    : `${order.country} instead of ${[...countries].sort().join(', ')}`;
};

const unusualQuantity: Look = (order, past, pieces) => {
  const largest = largestQuantity(order);
  const known = Math.max(0, ...habits(past).map((earlier) => earlier.largestQuantity));
  return largest >= pieces && largest > known ? `${largest} pieces on one line` : undefined;
};

const largeFirstOrder: Look = (order, past, minor) =>
  past.length === 0 && order.totalMinor > minor ? money(order.totalMinor, order.currency) : undefined;

const largeGuestOrder: Look = (order, _past, minor) =>
  order.customerId.startsWith('guest-') && order.totalMinor > minor
    ? money(order.totalMinor, order.currency)
    : undefined;

const totalMismatch: Look = (order, _past, minor) => {
  const sum = sumOfLines(order);
  return Math.abs(order.totalMinor - sum) > minor
    ? `${money(order.totalMinor, order.currency)} against ${money(sum, order.currency)}`
    : undefined;
};

/** Every rule that the table `risk_rules` may name. What its parameter means is said in that table. */
export const LOOKS = {
  'amount-above-usual': amountAboveUsual,
  'orders-within-the-hour': ordersWithinTheHour,
  'new-country': newCountry,
  'unusual-quantity': unusualQuantity,
  'large-first-order': largeFirstOrder,
  'large-guest-order': largeGuestOrder,
  'total-mismatch': totalMismatch,
} as const satisfies Record<string, Look>;

/** The name of a rule. */
export type RuleName = keyof typeof LOOKS;
