import type { TransactionCreatedData } from '@troupe/contracts';

/** The order that is judged. */
export type Order = TransactionCreatedData;

/** An earlier order of the same customer, as far as rules look at it. */
export interface PastOrder {
  /** When it was placed, in milliseconds since 1970 UTC. */
  readonly placedAt: number;
  readonly totalMinor: number;
  readonly currency: string;
  readonly country: string;
  /** The most pieces that it asked for on one line. */
  readonly largestQuantity: number;
  /** Whether it was flagged: it then counts as an attempt, not as a habit. */
  readonly flagged: boolean;
}

/** The most pieces that an order asks for on one line. */
export const largestQuantity = (order: Order): number => Math.max(0, ...order.lines.map((line) => line.quantity));

/** What the lines of an order add up to, in minor units. */
export const sumOfLines = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);

/** The middle value, for an even number of values the mean of the middle two. There must be at least one. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
};
