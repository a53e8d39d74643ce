import { describe, expect, it } from '@jest/globals';
import { orderOf, type OrderEntry } from './order.ts';
import { median, productsOf } from './product.ts';

const sale = (sku: string, description: string, quantity: number, unitPriceMinor: number): OrderEntry[] => {
  const rows = [{ sku, description, quantity, unitPriceMinor }];
  const issuedAt = '2010-12-01T08:26:00.000Z';
  const entry = orderOf({ number: '536001', issuedAt, customerId: '1', country: 'France', rows });
  return entry ? [entry] : [];
};

describe('median', () => {
  it.each([
    [[5], 5],
    [[100, 9, 20], 20],
    [[4, 1, 3, 2], 3],
    [[100, 1, 200, 50], 75],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe('productsOf', () => {
  it('sums quantities, takes the median price and the usual name, and orders by sku', () => {
    const orders = [
      ...sale('22632', 'WARMER POLKA DOT', 1, 100),
      ...sale('22632', 'WARMER RETROSPOT', 10, 900),
      ...sale('22632', 'WARMER RETROSPOT', 5, 200),
      ...sale('10002', 'GLOBE', 3, 85),
    ];
    expect(productsOf(orders)).toEqual([
      { sku: '10002', description: 'GLOBE', unitPriceMinor: 85, orderedQuantity: 3 },
      { sku: '22632', description: 'WARMER RETROSPOT', unitPriceMinor: 200, orderedQuantity: 16 },
    ]);
  });
});
