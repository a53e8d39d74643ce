import { describe, expect, it } from '@jest/globals';
import { planStock } from './stock-plan.ts';

const products = [
  { sku: 'rare', orderedQuantity: 3 },
  { sku: 'popular', orderedQuantity: 100 },
  { sku: 'also-popular', orderedQuantity: 100 },
];

describe('planStock', () => {
  it('lays in the most ordered products sparingly and the others with some left over', () => {
    expect(planStock(products, { factor: 1.2, scarce: 2, scarceFactor: 0.5 })).toEqual([
      { sku: 'also-popular', onHand: 50 },
      { sku: 'popular', onHand: 50 },
      { sku: 'rare', onHand: 4 },
    ]);
  });

  it('does not depend on the order of the list', () => {
    const plan = { factor: 1.2, scarce: 1, scarceFactor: 0.5 };
    expect(planStock(products.toReversed(), plan)).toEqual(planStock(products, plan));
  });
});
