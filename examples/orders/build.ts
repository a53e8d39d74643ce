import { type CancellationEntry, cancellationOf, isCancellation } from './cancellation.ts';
import { readInvoices } from './invoice.ts';
import { type OrderEntry, orderOf } from './order.ts';
import { type Product, productsOf } from './product.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Everything that is made of the source rows. */
export interface Examples {
  /** Orders and their cancellations in the order of time. */
  readonly entries: readonly (OrderEntry | CancellationEntry)[];
  readonly products: readonly Product[];
  readonly tally: Tally;
}

/**
 * Makes orders, cancellations and products of the rows of "Online Retail".
 *
 * @param csv the text of the source file
 * @throws SourceError when the source cannot be read
 */
export const buildExamples = (csv: string): Examples => {
  const invoices = readInvoices(csv);
  const orders: OrderEntry[] = [];
  const cancellations: CancellationEntry[] = [];
  const entries: (OrderEntry | CancellationEntry)[] = [];
  for (const invoice of invoices) {
    const entry = isCancellation(invoice) ? cancellationOf(invoice, { orders, cancellations }) : orderOf(invoice);
    if (!entry) continue;
    entries.push(entry);
    if (entry.kind === 'order') orders.push(entry);
    else cancellations.push(entry);
  }
  return { entries, products: productsOf(orders), tally: tallyOf({ invoices, orders, cancellations }) };
};
