import { describe, expect, it } from '@jest/globals';
import { readInvoices } from './invoice.ts';

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const csv = (...rows: readonly string[]): string => [HEADER, ...rows].join('\r\n');

describe('readInvoices', () => {
  it('joins the rows of one number and takes the time of the first as UTC', () => {
    const text = csv(
      '536591,22632,"WARMER, RED ",6,2010-12-01 16:57:00,2.55,17850.0,United Kingdom',
      '536591,POST,POSTAGE,-1,2010-12-01 16:58:00,569.77,17850.0,United Kingdom',
    );
    expect(readInvoices(text)).toEqual([
      {
        number: '536591',
        issuedAt: '2010-12-01T16:57:00.000Z',
        customerId: '17850',
        country: 'United Kingdom',
        rows: [
          { sku: '22632', description: 'WARMER, RED', quantity: 6, unitPriceMinor: 255 },
          { sku: 'POST', description: 'POSTAGE', quantity: -1, unitPriceMinor: 56977 },
        ],
      },
    ]);
  });

  it('orders invoices by their time', () => {
    const text = csv(
      '536002,22632,A,1,2010-12-02 08:00:00,1.0,,France',
      '536001,22632,A,1,2010-12-01 08:00:00,1.0,,France',
    );
    expect(readInvoices(text).map((invoice) => invoice.number)).toEqual(['536001', '536002']);
  });

  it('leaves the customer out when the source names none', () => {
    expect(readInvoices(csv('536001,22632,,1,2010-12-01 08:00:00,0.0,,France'))[0]?.customerId).toBeUndefined();
  });

  it.each([
    ['InvoiceNo', '53600,22632,A,1,2010-12-01 08:00:00,1.0,,France'],
    ['Quantity', '536001,22632,A,1.5,2010-12-01 08:00:00,1.0,,France'],
    ['InvoiceDate', '536001,22632,A,1,01/12/2010,1.0,,France'],
    ['InvoiceDate', '536001,22632,A,1,2010-13-01 08:00:00,1.0,,France'],
    ['UnitPrice', '536001,22632,A,1,2010-12-01 08:00:00,free,,France'],
    ['Country', '536001,22632,A,1,2010-12-01 08:00:00,1.0,'],
  ])('names row and column of a bad %s', (column, row) => {
    expect(() => readInvoices(csv(row))).toThrow(`Row 2: ${column}`);
  });

  it('refuses other columns', () => {
    expect(() => readInvoices('Invoice,Sku\r\n')).toThrow('The first row has to be: InvoiceNo,');
  });

  it('refuses an invoice of two customers', () => {
    const rows = ['1.0', '2.0'].map((id) => `536001,22632,A,1,2010-12-01 08:00:00,1.0,${id},France`);
    expect(() => readInvoices(csv(...rows))).toThrow('Invoice 536001 names two customers');
  });
});
