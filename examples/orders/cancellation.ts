import type { Invoice } from './invoice.ts';
import { isProduct, type OrderEntry } from './order.ts';

/** How many pieces of a product are taken back. */
export interface CancelledLine {
  readonly sku: string;
  readonly quantity: number;
}

/** A line of `orders.jsonl` that cancels an order that stands above it. */
export interface CancellationEntry {
  readonly kind: 'cancellation';
  readonly invoice: string;
  /** The invoice of the order. */
  readonly of: string;
  readonly idempotencyKey: string;
  readonly cancellation: { readonly reason: string; readonly lines: readonly CancelledLine[] };
}

/** Whether an invoice takes back what another sold. */
export const isCancellation = ({ number }: Pick<Invoice, 'number'>): boolean => number.startsWith('C');

const quantities = (lines: readonly CancelledLine[]): Map<string, number> => {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return bySku;
};

/** The products that a cancelled invoice takes back, one line per sku. */
export const cancelledLines = (invoice: Invoice): CancelledLine[] => {
  const takenBack = invoice.rows.filter((row) => isProduct(row) && row.quantity < 0);
  const bySku = quantities(takenBack.map(({ sku, quantity }) => ({ sku, quantity: -quantity })));
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
};

/** What an earlier cancellation took back cannot be taken back again. */
const stillHeld = (order: OrderEntry, cancellations: readonly CancellationEntry[]): Map<string, number> => {
  const earlier = cancellations.filter((entry) => entry.of === order.invoice);
  const takenBack = earlier.flatMap((entry) => entry.cancellation.lines);
  return quantities([...order.order.lines, ...takenBack.map((line) => ({ ...line, quantity: -line.quantity }))]);
};

/** What came before a cancelled invoice, in the order of time. */
export interface Earlier {
  readonly orders: readonly OrderEntry[];
  readonly cancellations: readonly CancellationEntry[];
}

/**
 * The cancellation that a cancelled invoice stands for: of the same customer's order that still holds most of the
 * products in at least that quantity, the latest of those that hold equally many. Only what that order holds is
 * taken back. Nothing when no order holds more than half of them.
 */
export const cancellationOf = (invoice: Invoice, earlier: Earlier): CancellationEntry | undefined => {
  const wanted = cancelledLines(invoice);
  let best: { order: OrderEntry; lines: CancelledLine[] } | undefined;
  for (const order of earlier.orders) {
    if (order.order.customerId !== invoice.customerId) continue;
    const held = stillHeld(order, earlier.cancellations);
    const lines = wanted.filter(({ sku, quantity }) => (held.get(sku) ?? 0) >= quantity);
    if (lines.length * 2 > wanted.length && lines.length >= (best?.lines.length ?? 0)) best = { order, lines };
  }
  if (!best) return undefined;
  return {
    kind: 'cancellation',
    invoice: invoice.number,
    of: best.order.invoice,
    idempotencyKey: `invoice-${invoice.number}`,
    cancellation: { reason: `cancelled by invoice ${invoice.number}`, lines: best.lines },
  };
};
