import type { OrderEntry, OrderLine } from './order.ts';

/** A product that the orders ask for: what the demo stocks the warehouse by. */
export interface Product {
  readonly sku: string;
  /** The one most often used: the shop renamed some of its products. */
  readonly description: string;
  /** Median of the prices on the order lines, minor units. */
  readonly unitPriceMinor: number;
  /** Sum over all orders, cancellations not subtracted. */
  readonly orderedQuantity: number;
}

/** The middle value; of an even number of values the mean of the middle two, rounded to an integer. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return Math.round(middle.reduce((sum, value) => sum + value, 0) / middle.length);
};

const mostFrequent = (texts: readonly string[]): string => {
  const byText = Map.groupBy(texts, (text) => text);
  return [...byText].reduce((best, next) => (next[1].length > best[1].length ? next : best), ['', []])[0];
};

const productOf = (sku: string, lines: readonly OrderLine[]): Product => ({
  sku,
  description: mostFrequent(lines.map((line) => line.description)),
  unitPriceMinor: median(lines.map((line) => line.unitPriceMinor)),
  orderedQuantity: lines.reduce((sum, line) => sum + line.quantity, 0),
});

/** Every product of the orders, once, by sku. */
export const productsOf = (orders: readonly OrderEntry[]): Product[] => {
  const lines = Map.groupBy(
    orders.flatMap((entry) => entry.order.lines),
    (line) => line.sku,
  );
  return [...lines].map(([sku, ofSku]) => productOf(sku, ofSku)).sort((a, b) => (a.sku < b.sku ? -1 : 1));
};
