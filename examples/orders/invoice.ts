import { parseCsv } from '@troupe/csv';
import { SourceError } from './source-error.ts';

/** One row of an invoice. Price in pence; a cancellation has negative quantities. */
export interface InvoiceRow {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}

/** The rows of one invoice number. A number that starts with C cancels what an earlier invoice sold. */
export interface Invoice {
  readonly number: string;
  /** ISO date-time of the first row; the source has no zone, it is taken as UTC. */
  readonly issuedAt: string;
  /** Absent when the source names none. */
  readonly customerId: string | undefined;
  /** The name that the source gives. */
  readonly country: string;
  readonly rows: readonly InvoiceRow[];
}

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
];
const FORMS = {
  number: /^C?\d{6}$/,
  quantity: /^-?\d+$/,
  date: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  price: /^-?\d+(\.\d+)?$/,
  customer: /^(\d+(\.0)?)?$/,
} as const;

const oneRowInvoice = (record: readonly string[], line: number): Invoice => {
  const field = (column: number, form = /./): string => {
    const value = record[column]?.trim() ?? '';
    if (form.test(value)) return value;
    throw new SourceError(`Row ${line}: ${COLUMNS[column]} is "${value}", not of the form ${form}: correct it.`);
  };
  const issuedAt = new Date(`${field(4, FORMS.date).replace(' ', 'T')}Z`);
  if (Number.isNaN(issuedAt.getTime())) throw new SourceError(`Row ${line}: InvoiceDate is no date: correct it.`);
  return {
    number: field(0, FORMS.number),
    issuedAt: issuedAt.toISOString(),
    customerId: field(6, FORMS.customer).replace('.0', '') || undefined,
    country: field(7),
    rows: [
      {
        sku: field(1),
        description: field(2, /^/),
        quantity: Number(field(3, FORMS.quantity)),
        unitPriceMinor: Math.round(Number(field(5, FORMS.price)) * 100),
      },
    ],
  };
};

const joined = (known: Invoice | undefined, next: Invoice): Invoice => {
  if (!known) return next;
  if (known.customerId !== next.customerId || known.country !== next.country)
    throw new SourceError(`Invoice ${next.number} names two customers or countries: split or correct it.`);
  return { ...known, rows: [...known.rows, ...next.rows] };
};

/**
 * The invoices in rows of the "Online Retail" data set, in the order of their time.
 *
 * @param csv the text of the file, header first
 * @throws SourceError when a column is missing or a value has an unexpected form, CsvError when a quote is not closed
 */
export const readInvoices = (csv: string): Invoice[] => {
  const [header, ...records] = parseCsv(csv);
  if (header?.join() !== COLUMNS.join()) throw new SourceError(`The first row has to be: ${COLUMNS.join()}`);
  const byNumber = new Map<string, Invoice>();
  for (const [index, record] of records.entries()) {
    const row = oneRowInvoice(record, index + 2);
    byNumber.set(row.number, joined(byNumber.get(row.number), row));
  }
  return [...byNumber.values()].sort((a, b) => a.issuedAt.localeCompare(b.issuedAt));
};
