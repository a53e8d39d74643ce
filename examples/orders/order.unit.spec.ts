import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Invoice, InvoiceRow } from './invoice.ts';
import { isProduct, mergeLines, orderOf } from './order.ts';

const row = (over: Partial<InvoiceRow> = {}): InvoiceRow => ({
  sku: '22632',
  description: 'HAND WARMER',
  quantity: 2,
  unitPriceMinor: 185,
  ...over,
});
const invoice = (rows: readonly InvoiceRow[], over: Partial<Invoice> = {}): Invoice => ({
  number: '536001',
  issuedAt: '2010-12-01T08:26:00.000Z',
  customerId: '17850',
  country: 'EIRE',
  rows,
  ...over,
});

describe('mergeLines', () => {
  it('merges rows of one product and price where the first stood', () => {
    const rows = [row(), row({ sku: '21754' }), row({ quantity: 3 }), row({ unitPriceMinor: 210 })];
    expect(mergeLines(rows)).toEqual([row({ quantity: 5 }), row({ sku: '21754' }), row({ unitPriceMinor: 210 })]);
  });

  it('keeps quantity and value, and has each product and price once', () => {
    const anyRow = fc.record({
      sku: fc.constantFrom('1', '1 1', '11'),
      description: fc.string(),
      quantity: fc.integer({ min: 1, max: 10_000 }),
      unitPriceMinor: fc.integer({ min: 1, max: 20 }),
    });
    const total = (rows: readonly InvoiceRow[]): number =>
      rows.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const lines = mergeLines(rows);
        expect(total(lines)).toBe(total(rows));
        expect(new Set(lines.map((line) => JSON.stringify([line.sku, line.unitPriceMinor]))).size).toBe(lines.length);
        expect(mergeLines(lines)).toEqual(lines);
      }),
    );
  });
});

describe('isProduct', () => {
  it.each(['22632', '85123A', '15056BL'])('takes %s for stock', (sku) => {
    expect(isProduct({ sku })).toBe(true);
  });

  it.each(['POST', 'DOT', 'M', 'D', 'C2', 'BANK CHARGES', ''])('takes %j for no stock', (sku) => {
    expect(isProduct({ sku })).toBe(false);
  });
});

describe('orderOf', () => {
  it('is the body of the request with its key', () => {
    expect(orderOf(invoice([row(), row({ sku: '21754', quantity: 1, unitPriceMinor: 595 })]))).toEqual({
      kind: 'order',
      invoice: '536001',
      idempotencyKey: 'invoice-536001',
      order: {
        customerId: '17850',
        placedAt: '2010-12-01T08:26:00.000Z',
        country: 'IE',
        currency: 'GBP',
        totalMinor: 965,
        lines: [row(), row({ sku: '21754', quantity: 1, unitPriceMinor: 595 })],
      },
    });
  });

  it('leaves charges and what was not sold out of lines and total', () => {
    const others = [row({ sku: 'POST' }), row({ quantity: -2 }), row({ quantity: 0 }), row({ unitPriceMinor: 0 })];
    expect(orderOf(invoice([...others, row()]))?.order).toMatchObject({ totalMinor: 370, lines: [row()] });
  });

  it('is nothing when no product was sold', () => {
    expect(orderOf(invoice([row({ sku: 'POST' }), row({ unitPriceMinor: 0 })]))).toBeUndefined();
  });

  it('makes a guest of who has no customer id', () => {
    expect(orderOf(invoice([row()], { customerId: undefined }))?.order.customerId).toBe('guest-536001');
  });

  it('names a country that it does not know', () => {
    expect(() => orderOf(invoice([row()], { country: 'Atlantis' }))).toThrow('Atlantis');
  });
});
