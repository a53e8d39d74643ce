import type { RiskPolicy } from './assess.ts';

/** A rule as it is seeded, with what its parameter means for whoever edits the table. */
type SeededRule = RiskPolicy['rules'][number] & { readonly meaning: string };

/** The rules that the first migration puts into the table `risk_rules`; from then on the table is what counts. */
export const SEEDED_RULES: readonly SeededRule[] = [
  {
    rule: 'total-mismatch',
    weight: 0.9,
    parameter: 0,
    meaning: 'minor units that the total may differ from the sum of the lines',
    reason: 'the total is not the sum of the lines',
  },
  {
    rule: 'new-country',
    weight: 0.5,
    parameter: 20,
    meaning: 'how many of the latest orders are looked at',
    reason: 'ships to a country that the customer has not ordered to',
  },
  {
    rule: 'large-guest-order',
    weight: 0.5,
    parameter: 100_000,
    meaning: 'minor units above which a guest stands out',
    reason: 'a guest orders for a large amount',
  },
  {
    rule: 'amount-above-usual',
    weight: 0.4,
    parameter: 3,
    meaning: 'how many times the median of earlier orders',
    reason: 'the amount is far above what is usual for the customer',
  },
  {
    rule: 'orders-within-the-hour',
    weight: 0.4,
    parameter: 3,
    meaning: 'earlier orders placed within the hour before',
    reason: 'many orders in a short time',
  },
  {
    rule: 'unusual-quantity',
    weight: 0.4,
    parameter: 600,
    meaning: 'pieces on one line',
    reason: 'more of one product than is usual',
  },
  {
    rule: 'large-first-order',
    weight: 0.35,
    parameter: 100_000,
    meaning: 'minor units above which a first order stands out',
    reason: 'the first order of a customer is a large one',
  },
];

/** The score from which an order is flagged, as it is seeded. */
export const SEEDED_FLAG_FROM = 0.6;
