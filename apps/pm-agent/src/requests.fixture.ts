import type { FeatureRequestedData, SpecValidatedData } from '@troupe/contracts';

/** A feature that says enough: the tax of a price. */
export const TAX_FEATURE = `Feature: Sales tax
  Scenario: usual
    Given a price of 100
    When the tax is calculated
    Then the tax is 20
  Scenario: half
    Given a price of 50
    When the tax is calculated
    Then the tax is 10`;

/** The same with another result for the same price. */
export const CONTRADICTION = `${TAX_FEATURE}
  Scenario: again
    Given a price of 100
    When the tax is calculated
    Then the tax is 21`;

/** A request for it, with what a spec says of it. */
export const request = (changes: Partial<FeatureRequestedData> = {}): FeatureRequestedData => ({
  workspace: 'shop',
  title: 'Sales tax',
  feature: TAX_FEATURE,
  prose: null,
  requestedBy: null,
  ...changes,
});

const example = (name: string, price: string, expected: string) => ({
  name,
  arguments: [price],
  expected,
  heldOut: false,
});

/** What its spec says. */
export const taxSpecData = (changes: Partial<SpecValidatedData> = {}): SpecValidatedData => ({
  workspace: 'shop',
  title: 'Sales tax',
  moduleName: 'sales-tax',
  functionName: 'salesTax',
  parameters: [{ name: 'price', type: 'number' }],
  returns: 'number',
  examples: [example('usual', '100', '20'), example('half', '50', '10')],
  criteria: [
    'usual: Given a price of …, When the tax is calculated, Then the tax is …',
    'half: Given a price of …, When the tax is calculated, Then the tax is …',
  ],
  // A name from words, few examples, none of them held out.
  confidence: 0.799,
  revision: 1,
  feature: null,
  decidedBy: 'offline-gherkin@2',
  ...changes,
});
