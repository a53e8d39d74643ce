import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shippingOptions, type Rate } from './shipping-options.ts';
import { dayOf } from './working-days.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const day = (text: string): number => dayOf(at(`${text}T00:00:00`));

const post: Rate = {
  carrier: 'post',
  service: 'standard',
  maxWeightGrams: 30_000,
  baseMinor: 400,
  perKgMinor: 50,
  transitDays: 2,
  cutoffMinute: 16 * 60,
};
const freight: Rate = { ...post, carrier: 'freight', maxWeightGrams: 500_000, baseMinor: 2_000, perKgMinor: 5 };

const optionsAt = (placed: string, weightGrams: number, rates: readonly Rate[] = [post, freight]) =>
  shippingOptions(rates, { parcel: { weightGrams, placedAt: at(placed) }, daysTried: 2 });

describe('shippingOptions', () => {
  it('tries the earliest day first and on a day the cheapest service', () => {
    const tried = optionsAt('2010-12-01T10:00:00', 4_001).map(({ carrier, rateMinor, shipsOn }) => [
      carrier,
      rateMinor,
      shipsOn,
    ]);
    expect(tried).toEqual([
      ['post', 650, day('2010-12-01')],
      ['freight', 2_025, day('2010-12-01')],
      ['post', 650, day('2010-12-02')],
      ['freight', 2_025, day('2010-12-02')],
    ]);
  });

  it('charges every kilogram begun', () => {
    const [exact, more] = [4_000, 4_001].map((grams) => optionsAt('2010-12-01T10:00:00', grams)[0]);
    expect([exact?.rateMinor, more?.rateMinor]).toEqual([600, 650]);
  });

  it('sends what comes after the cutoff on the next working day and promises working days', () => {
    const [first] = optionsAt('2010-12-03T16:00:00', 1_000);
    expect(first).toMatchObject({ shipsOn: day('2010-12-06'), promisedOn: day('2010-12-08') });
  });

  it('leaves out what is too heavy for a service', () => {
    expect(optionsAt('2010-12-01T10:00:00', 30_001).map(({ carrier }) => carrier)).toEqual(['freight', 'freight']);
    expect(optionsAt('2010-12-01T10:00:00', 500_001)).toEqual([]);
  });

  it('does not depend on the order of the rates', () => {
    const rates = fc.uniqueArray(
      fc.record({
        carrier: fc.constantFrom('a', 'b', 'c'),
        service: fc.constantFrom('slow', 'fast'),
        maxWeightGrams: fc.integer({ min: 1, max: 100_000 }),
        baseMinor: fc.integer({ min: 0, max: 50 }),
        perKgMinor: fc.integer({ min: 0, max: 5 }),
        transitDays: fc.integer({ min: 0, max: 9 }),
        cutoffMinute: fc.integer({ min: 0, max: 1_440 }),
      }),
      { selector: ({ carrier, service }) => `${carrier} ${service}` },
    );
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 100_000 }), (some, weight) => {
        const options = optionsAt('2010-12-02T12:00:00', weight, some);
        expect(optionsAt('2010-12-02T12:00:00', weight, some.toReversed())).toEqual(options);
        expect(options).toEqual(options.toSorted((a, b) => a.shipsOn - b.shipsOn));
      }),
    );
  });
});
