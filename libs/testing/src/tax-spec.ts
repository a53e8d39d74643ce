import type { SpecValidatedData } from '@troupe/contracts';

/** What a spec says, unless a test says otherwise: a function of a price and a rate, three examples, one of them held out. */
export const taxSpec = (changes: Partial<SpecValidatedData> = {}): SpecValidatedData => ({
  workspace: 'shop',
  title: 'Sales tax',
  moduleName: 'sales-tax',
  functionName: 'salesTax',
  parameters: [
    { name: 'price', type: 'number' },
    { name: 'rate', type: 'number' },
  ],
  returns: 'number',
  examples: [
    { name: 'a price', arguments: ['100', '0.2'], expected: '20', heldOut: false },
    { name: 'nothing', arguments: ['0', '0.2'], expected: '0', heldOut: false },
    { name: 'a small price', arguments: ['3', '0.1'], expected: '0.3', heldOut: true },
  ],
  criteria: ['The tax is the price times the rate.'],
  confidence: 1,
  revision: 1,
  feature: null,
  decidedBy: 'offline-gherkin@2',
  ...changes,
});
