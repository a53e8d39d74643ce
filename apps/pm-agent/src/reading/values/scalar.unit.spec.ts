import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unquoted } from './quotation.ts';
import { isNumeric, readBoolean, readNumber, readNumberWord } from './scalar.ts';

describe('readNumber', () => {
  it.each([
    ['12', 12, ''],
    ['-0.5', -0.5, ''],
    ['−3', -3, ''],
    ['.5', 0.5, ''],
    ['1,234,567.8', 1_234_567.8, ''],
    ['1_000', 1_000, ''],
    ['2e3', 2_000, ''],
    ['-0', 0, ''],
    ['$1,000', 1_000, '$'],
    ['-$5', -5, '$'],
    ['€ 5', 5, '€'],
    ['EUR 5', 5, 'EUR'],
    ['100 EUR', 100, 'EUR'],
    ['20%', 20, '%'],
    ['-12 °C', -12, '°C'],
    ['3 days', 3, 'days'],
    ['5th', 5, ''],
  ])('reads %s', (raw, value, unit) => {
    expect(readNumber(raw)).toEqual({ value, unit });
  });

  it.each(['', 'x', '12a', 'A1', '007', '1,00', '1.2.3', '2024-01-31', '12:30', '1 2', '--1', '1e999', 'five', '%'])(
    'does not take %p for a number',
    (raw) => {
      expect(readNumber(raw)).toBeUndefined();
    },
  );

  it('reads every number that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(readNumber(String(value))?.value).toBe(value + 0);
        expect(isNumeric(String(value))).toBe(true);
      }),
    );
  });
});

describe('other scalars', () => {
  it('are told in words', () => {
    expect(['no', 'zero', 'Two', 'ten', 'eleven'].map(readNumberWord)).toEqual([0, 0, 2, 10, undefined]);
    expect(['TRUE', 'yes', 'No', 'false', 'maybe'].map(readBoolean)).toEqual([true, true, false, false, undefined]);
  });

  it('are taken out of quotation marks', () => {
    expect(['"a"', "'a b'", '“a”', ' "" ', '"say \\"hi\\""'].map(unquoted)).toEqual(['a', 'a b', 'a', '', 'say "hi"']);
    expect(unquoted('"two\\nlines"')).toBe('two\nlines');
    expect(['a', '"a", "b"', '"a'].map(unquoted)).toEqual([undefined, undefined, undefined]);
  });
});
