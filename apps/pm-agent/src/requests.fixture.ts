import type { FeatureRequestedData } from '@troupe/contracts';

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
