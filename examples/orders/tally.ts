import { type CancellationEntry, cancelledLines, isCancellation } from './cancellation.ts';
import type { Invoice, InvoiceRow } from './invoice.ts';
import { isProduct, isSold, type OrderEntry } from './order.ts';

/** What became of every source row and every invoice. */
export interface Tally {
  readonly rows: number;
  readonly orders: {
    readonly invoices: number;
    readonly written: number;
    readonly guests: number;
    readonly nothingSold: number;
    readonly rows: number;
    readonly lines: number;
    readonly merged: number;
    readonly notSold: number;
    /** Rows by stock code. */
    readonly notProducts: ReadonlyMap<string, number>;
  };
  readonly cancellations: {
    readonly invoices: number;
    readonly rows: number;
    readonly written: number;
    /** Those among `written` that take back only a part of their invoice. */
    readonly inPart: number;
    readonly noProduct: number;
    readonly unmatched: number;
  };
}

/** What was read and what was made of it. */
export interface Outcome {
  readonly invoices: readonly Invoice[];
  readonly orders: readonly OrderEntry[];
  readonly cancellations: readonly CancellationEntry[];
}

const countBySku = (rows: readonly InvoiceRow[]): Map<string, number> => {
  const grouped = Map.groupBy(rows, (row) => row.sku);
  return new Map([...grouped].map(([sku, ofSku]): [string, number] => [sku, ofSku.length]).sort());
};

const tallyOrders = (invoices: readonly Invoice[], orders: readonly OrderEntry[]): Tally['orders'] => {
  const rows = invoices.flatMap((invoice) => invoice.rows);
  const products = rows.filter(isProduct);
  const sold = products.filter(isSold).length;
  const lines = orders.reduce((sum, entry) => sum + entry.order.lines.length, 0);
  return {
    invoices: invoices.length,
    written: orders.length,
    guests: orders.filter((entry) => entry.order.customerId.startsWith('guest-')).length,
    nothingSold: invoices.length - orders.length,
    rows: rows.length,
    lines,
    merged: sold - lines,
    notSold: products.length - sold,
    notProducts: countBySku(rows.filter((row) => !isProduct(row))),
  };
};

const tallyCancellations = (
  invoices: readonly Invoice[],
  cancellations: readonly CancellationEntry[],
): Tally['cancellations'] => {
  const wanted = new Map(invoices.map((invoice) => [invoice.number, cancelledLines(invoice).length]));
  const noProduct = [...wanted.values()].filter((lines) => lines === 0).length;
  return {
    invoices: invoices.length,
    rows: invoices.reduce((sum, invoice) => sum + invoice.rows.length, 0),
    written: cancellations.length,
    inPart: cancellations.filter((entry) => entry.cancellation.lines.length < (wanted.get(entry.invoice) ?? 0)).length,
    noProduct,
    unmatched: invoices.length - noProduct - cancellations.length,
  };
};

/** Counts what became of every source row and every invoice. */
export const tallyOf = ({ invoices, orders, cancellations }: Outcome): Tally => ({
  rows: invoices.reduce((sum, invoice) => sum + invoice.rows.length, 0),
  orders: tallyOrders(
    invoices.filter((invoice) => !isCancellation(invoice)),
    orders,
  ),
  cancellations: tallyCancellations(invoices.filter(isCancellation), cancellations),
});

/** The tally in words, one Markdown list item per count. */
export const describeTally = ({ rows, orders, cancellations }: Tally): string => {
  const charges = [...orders.notProducts.values()].reduce((sum, count) => sum + count, 0);
  const byCode = [...orders.notProducts].map(([sku, count]) => `${sku} ${count}`).join(', ');
  return [
    `- read: ${rows} rows: ${orders.invoices} invoices of ${orders.rows} rows and ${cancellations.invoices} cancelled invoices of ${cancellations.rows}`,
    `- orders written: ${orders.written} with ${orders.lines} lines, ${orders.guests} of them by guests`,
    `- invoices left out because nothing was sold on them: ${orders.nothingSold}`,
    `- rows left out because they are charges, discounts or corrections, not stock: ${charges} (${byCode})`,
    `- rows left out because their quantity or price is not above zero: ${orders.notSold}`,
    `- rows merged into another of the same product and price: ${orders.merged}`,
    `- cancellations written: ${cancellations.written}, of which ${cancellations.inPart} take back only a part`,
    `- cancelled invoices left out because no earlier order matches: ${cancellations.unmatched}`,
    `- cancelled invoices left out because they name no product: ${cancellations.noProduct}`,
  ].join('\n');
};
