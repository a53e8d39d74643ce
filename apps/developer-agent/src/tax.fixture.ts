import type { ReviewFailure, SpecValidatedData } from '@troupe/contracts';

/** What a spec says, unless a test says otherwise: one example is held out. */
export const taxSpec = (changes: Partial<SpecValidatedData> = {}): SpecValidatedData => ({
  workspace: 'shop',
  title: 'Sales tax',
  moduleName: 'sales-tax',
  functionName: 'salesTax',
  parameters: [{ name: 'price', type: 'number' }],
  returns: 'number',
  examples: [
    { name: 'a price', arguments: ['100'], expected: '20', heldOut: false },
    { name: 'another', arguments: ['50'], expected: '10', heldOut: false },
    { name: 'nothing', arguments: ['0'], expected: '0', heldOut: false },
    { name: 'a large price', arguments: ['2000'], expected: '300', heldOut: true },
  ],
  criteria: ['a fifth of the price'],
  confidence: 0.9,
  revision: 1,
  feature: null,
  decidedBy: 'offline-gherkin@2',
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
