import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildExamples } from './build.ts';
import type { CancellationEntry } from './cancellation.ts';
import { renderFiles } from './files.ts';
import type { OrderEntry } from './order.ts';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8');
const examples = buildExamples(read('orders/online-retail.csv'));
const orders = examples.entries.filter((entry): entry is OrderEntry => entry.kind === 'order');
const cancellations = examples.entries.filter((entry): entry is CancellationEntry => entry.kind === 'cancellation');

describe('the examples of the real invoices', () => {
  it('are what the repository holds', () => {
    const files = renderFiles(examples, read('README.md'));
    const stale = Object.entries(files).filter(([path, content]) => read(path) !== content);
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  it('hold at least 250 orders, each with its own key', () => {
    expect(orders.length).toBeGreaterThanOrEqual(250);
    expect(new Set(examples.entries.map((entry) => entry.idempotencyKey)).size).toBe(examples.entries.length);
  });

  it('have totals and quantities that a request may have', () => {
    for (const { order } of orders) {
      const total = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
      expect(order.totalMinor).toBe(total);
      const numbers = order.lines.flatMap((line) => [line.quantity, line.unitPriceMinor]);
      expect(numbers.filter((number) => !Number.isSafeInteger(number) || number <= 0)).toEqual([]);
      expect(order.lines.filter((line) => line.description === '')).toEqual([]);
    }
  });

  it('cancel only orders that stand above', () => {
    const position = new Map(examples.entries.map((entry, index) => [entry.invoice, index]));
    expect(cancellations.length).toBeGreaterThan(0);
    for (const { invoice, of } of cancellations)
      expect(position.get(of)).toBeLessThan(position.get(invoice) ?? Number.NaN);
  });

  it('are in the order of time', () => {
    const times = orders.map((entry) => entry.order.placedAt);
    expect(times).toEqual(times.toSorted());
  });

  it('account for every source row and invoice', () => {
    const { tally } = examples;
    const notProducts = [...tally.orders.notProducts.values()].reduce((sum, count) => sum + count, 0);
    const { lines, merged, notSold } = tally.orders;
    expect(lines + merged + notSold + notProducts).toBe(tally.orders.rows);
    expect(tally.orders.rows + tally.cancellations.rows).toBe(tally.rows);
    expect(tally.rows).toBe(read('orders/online-retail.csv').trimEnd().split('\r\n').length - 1);
  });

  it('stock every product that is ordered, in that quantity', () => {
    const ordered = orders.flatMap((entry) => entry.order.lines).reduce((sum, line) => sum + line.quantity, 0);
    expect(examples.products.reduce((sum, product) => sum + product.orderedQuantity, 0)).toBe(ordered);
  });

  it('hold the entries that the README shows', () => {
    const shown = [...read('README.md').matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text ?? '');
    expect(shown).toHaveLength(2);
    for (const text of shown) expect(examples.entries).toContainEqual(JSON.parse(text));
  });
});

describe('renderFiles', () => {
  it('refuses a README that has no place for the counts', () => {
    expect(() => renderFiles(examples, '# Examples\n')).toThrow('put them back');
  });
});
