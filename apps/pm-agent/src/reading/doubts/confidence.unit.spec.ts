import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ASSUMPTIONS, confidenceOf, type AssumptionRule } from './assumption.ts';
import { ENOUGH, featureOf, scenario, specOfText } from '../read.fixture.ts';

// The keys of the table are all that there are.
const rules = Object.keys(ASSUMPTIONS) as readonly AssumptionRule[];

describe('confidence', () => {
  it('is 1 when nothing is assumed, and counts an assumption about one thing once', () => {
    expect(confidenceOf([])).toBe(1);
    const twice = [
      { rule: 'unit-left-out', about: 'price' },
      { rule: 'unit-left-out', about: 'price' },
    ] as const;
    expect(confidenceOf(twice)).toBe(ASSUMPTIONS['unit-left-out']);
  });

  it('falls with everything that is assumed besides, in whatever order', () => {
    const some = fc.uniqueArray(fc.record({ rule: fc.constantFrom(...rules), about: fc.string() }), {
      selector: ({ rule, about }) => `${rule}:${about}`,
      maxLength: 6,
    });
    fc.assert(
      fc.property(some, (assumed) => {
        expect(confidenceOf(assumed.toReversed())).toBe(confidenceOf(assumed));
        expect(confidenceOf(assumed.slice(1))).toBeGreaterThanOrEqual(confidenceOf(assumed));
        expect(confidenceOf(assumed)).toBeGreaterThan(0);
      }),
    );
  });

  it('is higher for a feature that leaves less to guess', () => {
    const said = specOfText(
      featureOf(
        ...ENOUGH,
        scenario('x', { price: '7', outcome: 'the tax is 1' }),
        scenario('y', { price: '8', outcome: 'the tax is 2' }),
      ),
    );
    const guessed = specOfText(featureOf(...ENOUGH, scenario('x', { price: '7 EUR', outcome: 'the tax is 1' })));
    expect(said.confidence).toBeGreaterThan(guessed.confidence);
  });
});
