import { describe, expect, it } from '@jest/globals';
import { hasType, type Value, type ValueType } from '@troupe/feature-spec';
import fc from 'fast-check';
import { readHints } from '../hints/hints.ts';
import type { Problem } from './problem.ts';
import { probesFor } from './probes.ts';

const problemOf = (slots: readonly ValueType[], rows: readonly (readonly Value[])[]): Problem => ({
  slots,
  returns: 'number',
  cases: rows.map((row) => ({ environment: [...row], expected: 0 })),
  hints: readHints([]),
  isDescribed: false,
  named: [],
  demands: [],
  depth: 0,
});

const probed = (type: ValueType, ...column: readonly Value[]): readonly Value[] =>
  probesFor(
    problemOf(
      [type],
      column.map((value) => [value]),
    ),
  ).map(([value]) => value!);

const VALUES: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  number: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  string: fc.string({ maxLength: 8 }),
  boolean: fc.boolean(),
  'list<number>': fc.array(fc.integer({ min: -99, max: 99 }), { maxLength: 5 }),
  'list<string>': fc.array(fc.string({ maxLength: 4 }), { maxLength: 5 }),
};

describe('probes', () => {
  it('are of the types of the arguments, and the same every time', () => {
    const types = Object.keys(VALUES) as ValueType[];
    fc.assert(
      fc.property(fc.array(fc.tuple(...types.map((type) => VALUES[type]!)), { minLength: 1, maxLength: 6 }), (rows) => {
        const probes = probesFor(problemOf(types, rows));
        expect(probes.every((probe) => types.every((type, slot) => hasType(probe[slot]!, type)))).toBe(true);
        expect(probesFor(problemOf(types, rows))).toEqual(probes);
      }),
      { numRuns: 50 },
    );
  });

  it('of numbers are as fine as these, of the same sign, and between neighbours too', () => {
    const values = probed('number', 1, 10, 100);
    expect(values.every((value) => Number.isInteger(value) && Number(value) > 0)).toBe(true);
    expect(values.some((value) => Number(value) > 20 && Number(value) < 90)).toBe(true);
    expect(probed('number', 0.5, 2).every((value) => /^-?\d+(\.\d)?$/.test(String(value)))).toBe(true);
  });

  it('of strings have no characters that these have not, nor kinds of things that are not there', () => {
    expect(probed('string', '(a)', 'b', '((').join('')).toMatch(/^[()ab]*$/);
    expect(new Set(probed('string', 'gold', 'basic', 'gold', 'basic'))).toEqual(new Set(['gold', 'basic']));
  });

  it('keep to what holds between arguments in all cases', () => {
    const rows = [1, 2, 3, 4].map((low) => [low, low * 2, [low, low], [low, 0]]);
    const probes = probesFor(problemOf(['number', 'number', 'list<number>', 'list<number>'], rows));
    expect(probes.length).toBeGreaterThan(20);
    expect(probes.every(([low, high]) => Number(low) <= Number(high))).toBe(true);
    expect(probes.every(([, , one, other]) => String(one).split(',').length === String(other).split(',').length)).toBe(
      true,
    );
  });

  it('have spaces where these have them', () => {
    expect(probed('string', 'one two', 'three four five').join('|')).not.toMatch(/ {2}| \||\| /);
    expect(probed('string', ' one', 'two ').some((value) => /^ | $/.test(String(value)))).toBe(true);
  });

  it('give arguments of one type to each other', () => {
    const probes = probesFor(problemOf(['string', 'string'], [['ada', 'xyz123']]));
    expect(probes.some(([one, other]) => one === other)).toBe(true);
    expect(probes.some(([one, other]) => one !== other && String(other).startsWith(String(one)))).toBe(true);
  });
});
