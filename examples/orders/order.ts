import { countryCode } from './country.ts';
import type { Invoice, InvoiceRow } from './invoice.ts';

/** One product of an order: quantity and price are above zero, price in minor units. */
export interface OrderLine {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}

/** The body of `POST /v1/orders`: `transaction.created` as JSON, money in minor units. */
export interface Order {
  readonly customerId: string;
  readonly placedAt: string;
  readonly country: string;
  readonly currency: 'GBP';
  readonly totalMinor: number;
  readonly lines: readonly OrderLine[];
}

/** A line of `orders.jsonl` to send to the gateway as a new order. */
export interface OrderEntry {
  readonly kind: 'order';
  readonly invoice: string;
  readonly idempotencyKey: string;
  readonly order: Order;
}

/** Stock has five digits and maybe letters; POST, DOT, M, D, C2 and the like are charges and corrections. */
export const isProduct = ({ sku }: Pick<InvoiceRow, 'sku'>): boolean => /^\d{5}[A-Za-z]*$/.test(sku);

/** Whether a row says that something was sold: stock write-offs and gifts have no price or a negative quantity. */
export const isSold = ({ quantity, unitPriceMinor }: Pick<InvoiceRow, 'quantity' | 'unitPriceMinor'>): boolean =>
  quantity > 0 && unitPriceMinor > 0;

/** One line for all rows that sell the same sku at the same price, where the first of them stood. */
export const mergeLines = (rows: readonly OrderLine[]): OrderLine[] => {
  const lines = new Map<string, OrderLine>();
  for (const { sku, description, quantity, unitPriceMinor } of rows) {
    const key = `${sku} ${unitPriceMinor}`;
    const line = lines.get(key) ?? { sku, description, quantity: 0, unitPriceMinor };
    lines.set(key, { ...line, quantity: line.quantity + quantity });
  }
  return [...lines.values()];
};

/**
 * The order that an invoice stands for, or nothing when it sells no product. Who has no customer id is a guest,
 * one per invoice.
 *
 * @throws SourceError when the country has no code
 */
export const orderOf = (invoice: Invoice): OrderEntry | undefined => {
  const lines = mergeLines(invoice.rows.filter((row) => isProduct(row) && isSold(row)));
  if (lines.length === 0) return undefined;
  const order: Order = {
    customerId: invoice.customerId ?? `guest-${invoice.number}`,
    placedAt: invoice.issuedAt,
    country: countryCode(invoice.country),
    currency: 'GBP',
    totalMinor: lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0),
    lines,
  };
  return { kind: 'order', invoice: invoice.number, idempotencyKey: `invoice-${invoice.number}`, order };
};
