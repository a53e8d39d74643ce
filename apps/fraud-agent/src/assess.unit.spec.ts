import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess, type RiskPolicy } from './assess.ts';
import { order, pastOrder } from './orders.fixture.ts';
import { SEEDED_FLAG_FROM, SEEDED_RULES } from './seeded-rules.ts';

const seeded: RiskPolicy = { rules: SEEDED_RULES, flagFrom: SEEDED_FLAG_FROM };

const policyOf = (...weights: readonly number[]): RiskPolicy => ({
  flagFrom: 0.6,
  // Every one of them speaks about an order whose total is wrong.
  rules: weights.map((weight) => ({ rule: 'total-mismatch', weight, parameter: 0, reason: 'wrong total' })),
});

const wrongTotal = order({ totalMinor: 1 });

describe('assess', () => {
  it('finds nothing to say of an ordinary order', () => {
    expect(assess(order(), [pastOrder()], seeded)).toEqual({ score: 0, reasons: [], flagged: false });
  });

  it('adds up independent evidence as 1 − Π(1 − weight)', () => {
    expect(assess(wrongTotal, [], policyOf(0.5, 0.35)).score).toBe(0.675);
  });

  it('flags from the score on that the policy says', () => {
    expect(assess(wrongTotal, [], policyOf(0.6)).flagged).toBe(true);
    expect(assess(wrongTotal, [], policyOf(0.5999)).flagged).toBe(false);
  });

  it('names what each rule saw, the heaviest first', () => {
    const guest = order({
      customerId: 'guest-1',
      lines: [{ sku: 'A', description: '', quantity: 700, unitPriceMinor: 500 }],
    });
    const { reasons, score, flagged } = assess({ ...guest, totalMinor: 350_000 }, [], seeded);
    expect(reasons).toEqual([
      { rule: 'large-guest-order', weight: 0.5, reason: 'a guest orders for a large amount: 3500.00 GBP' },
      { rule: 'unusual-quantity', weight: 0.4, reason: 'more of one product than is usual: 700 pieces on one line' },
      {
        rule: 'large-first-order',
        weight: 0.35,
        reason: 'the first order of a customer is a large one: 3500.00 GBP',
      },
    ]);
    expect({ score, flagged }).toEqual({ score: 0.805, flagged: true });
  });

  it('stays between 0 and 1 and grows with every rule, in whatever order the rules stand', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (some, more) => {
        const { score } = assess(wrongTotal, [], policyOf(...some));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(assess(wrongTotal, [], policyOf(more, ...some)).score).toBeGreaterThanOrEqual(score);
        expect(assess(wrongTotal, [], policyOf(...some.toReversed())).score).toBeCloseTo(score, 3);
      }),
    );
  });
});
