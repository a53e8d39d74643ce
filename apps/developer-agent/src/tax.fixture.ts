import type { ReviewFailure, SpecValidatedData } from '@troupe/contracts';
import { taxSpec as anyTaxSpec } from '@troupe/testing/tax-spec';

/** A tax of a price alone, unless a test says otherwise: one of four examples is held out. */
export const taxSpec = (changes: Partial<SpecValidatedData> = {}): SpecValidatedData =>
  anyTaxSpec({
    parameters: [{ name: 'price', type: 'number' }],
    examples: [
      { name: 'a price', arguments: ['100'], expected: '20', heldOut: false },
      { name: 'another', arguments: ['50'], expected: '10', heldOut: false },
      { name: 'nothing', arguments: ['0'], expected: '0', heldOut: false },
      { name: 'a large price', arguments: ['2000'], expected: '300', heldOut: true },
    ],
    criteria: ['a fifth of the price'],
    ...changes,
  });

/** The failure of the example that is held out. */
export const largePrice: ReviewFailure = {
  example: 'a large price',
  arguments: ['2000'],
  expected: '300',
  actual: '400',
  cause: 'returned 400, not 300',
};
