import { describe, expect, it } from '@jest/globals';
import { type CancellationEntry, cancellationOf, cancelledLines, isCancellation } from './cancellation.ts';
import type { Invoice } from './invoice.ts';
import type { OrderEntry } from './order.ts';

type Pieces = Readonly<Record<string, number>>;

const A = '10001';
const B = '10002';
const C = '10003';
const D = '10004';

const rowsOf = (pieces: Pieces): Invoice['rows'] =>
  Object.entries(pieces).map(([sku, quantity]) => ({ sku, description: sku, quantity, unitPriceMinor: 100 }));
const order = (invoice: string, pieces: Pieces, customerId = '17850'): OrderEntry => ({
  kind: 'order',
  invoice,
  idempotencyKey: `invoice-${invoice}`,
  order: {
    customerId,
    placedAt: '2010-12-01T08:26:00.000Z',
    country: 'GB',
    currency: 'GBP',
    totalMinor: 100,
    lines: rowsOf(pieces),
  },
});
const cancelled = (pieces: Pieces, number = 'C536900'): Invoice => ({
  number,
  issuedAt: '2010-12-02T08:26:00.000Z',
  customerId: '17850',
  country: 'United Kingdom',
  rows: rowsOf(pieces),
});
const cancel = (
  pieces: Pieces,
  orders: readonly OrderEntry[],
  cancellations: readonly CancellationEntry[] = [],
): CancellationEntry | undefined => cancellationOf(cancelled(pieces), { orders, cancellations });

describe('cancelledLines', () => {
  it('adds up the pieces of one product and leaves charges out', () => {
    const { rows, ...invoice } = cancelled({ [A]: -2, D: -1, [B]: -1 });
    expect(cancelledLines({ ...invoice, rows: [...rows, ...rowsOf({ [A]: -3, [C]: 4 })] })).toEqual([
      { sku: A, quantity: 5 },
      { sku: B, quantity: 1 },
    ]);
  });
});

describe('cancellationOf', () => {
  it('cancels an order of the same customer that holds the products', () => {
    expect(cancel({ [A]: -2 }, [order('536001', { [A]: 2 }), order('536002', { [A]: 9 }, '13047')])).toEqual({
      kind: 'cancellation',
      invoice: 'C536900',
      of: '536001',
      idempotencyKey: 'invoice-C536900',
      cancellation: { reason: 'cancelled by invoice C536900', lines: [{ sku: A, quantity: 2 }] },
    });
  });

  it('prefers the latest of the orders that hold everything', () => {
    const orders = [order('536001', { [A]: 2 }), order('536002', { [A]: 3 }), order('536003', { [A]: 1 })];
    expect(cancel({ [A]: -2 }, orders)?.of).toBe('536002');
  });

  it('prefers an order that holds everything to a later one that holds most', () => {
    const orders = [order('536001', { [A]: 1, [B]: 1, [C]: 1 }), order('536002', { [A]: 1, [B]: 1 })];
    expect(cancel({ [A]: -1, [B]: -1, [C]: -1 }, orders)?.of).toBe('536001');
  });

  it('takes back only what the order holds when none holds everything', () => {
    const found = cancel({ [A]: -1, [B]: -1, [C]: -5 }, [order('536001', { [A]: 1, [B]: 1, [C]: 4 })]);
    expect(found?.cancellation.lines).toEqual([
      { sku: A, quantity: 1 },
      { sku: B, quantity: 1 },
    ]);
  });

  it('matches no order that holds half of the products or less', () => {
    expect(cancel({ [A]: -1, [B]: -1, [C]: -1, [D]: -1 }, [order('536001', { [A]: 1, [B]: 1 })])).toBeUndefined();
  });

  it('adds up the lines of a product that the order has at several prices', () => {
    const { order: body, ...entry } = order('536001', { [A]: 2 });
    const twice = { ...entry, order: { ...body, lines: [...body.lines, ...body.lines] } };
    expect(cancel({ [A]: -4 }, [twice])?.of).toBe('536001');
  });

  it('does not take the same pieces back twice', () => {
    const orders = [order('536001', { [A]: 3 })];
    const first = cancellationOf(cancelled({ [A]: -2 }, 'C536800'), { orders, cancellations: [] });
    expect(first?.of).toBe('536001');
    const cancellations = first ? [first] : [];
    expect(cancel({ [A]: -2 }, orders, cancellations)).toBeUndefined();
    expect(cancel({ [A]: -1 }, orders, cancellations)?.of).toBe('536001');
  });

  it('matches nothing when it names no product', () => {
    expect(cancel({ D: -1 }, [order('536001', { [A]: 1 })])).toBeUndefined();
  });
});

describe('isCancellation', () => {
  it('goes by the letter before the number', () => {
    expect([cancelled({}), cancelled({}, '536001')].map(isCancellation)).toEqual([true, false]);
  });
});
