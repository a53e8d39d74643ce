import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasType, typeOf } from './infer-type.ts';
import { isValue, parseValue, renderValue } from './json-value.ts';
import { anyType, valueOf } from './spec.fixture.ts';
import { elementOf, listOf, parseType, VALUE_TYPES } from './value-type.ts';
import { sameValue } from './value.ts';

const typeAndValue = anyType.chain((type) => fc.tuple(fc.constant(type), valueOf(type)));

describe('a type', () => {
  it('is written as it is read', () => {
    expect(VALUE_TYPES.map(parseType)).toEqual(VALUE_TYPES);
    expect(parseType('list<number>')).toBe('list<number>');
  });

  it.each(['', 'integer', 'list', 'list<list<number>>', 'List<number>'])('is not %s', (text) => {
    expect(() => parseType(text)).toThrow(/is no type of a value: write one of number, list<number>/);
  });

  it('says what its lists hold', () => {
    expect(elementOf('list<boolean>')).toBe('boolean');
    expect(elementOf('boolean')).toBeUndefined();
    expect(listOf('string')).toBe('list<string>');
  });
});

describe('a value', () => {
  it('is read as it was written, and has its type', () => {
    fc.assert(
      fc.property(typeAndValue, ([type, value]) => {
        const read = parseValue(renderValue(value), type);
        expect(read).toEqual(value);
        expect(hasType(read, type)).toBe(true);
        expect(sameValue(value, read)).toBe(true);
      }),
    );
  });

  it('has one type only, unless it is an empty list', () => {
    fc.assert(
      fc.property(typeAndValue, anyType, ([type, value], other) => {
        fc.pre(other !== type && !(Array.isArray(value) && value.length === 0));
        expect(() => parseValue(renderValue(value), other)).toThrow(/is no .*: give a value of this type/);
      }),
    );
  });

  it.each(['null', '{}', '[null]', '[[1]]', '[1, "a"]', '1e999', '12 EUR', ''])('is not %s', (json) => {
    for (const type of VALUE_TYPES)
      expect(() => parseValue(json, type)).toThrow(/is no (JSON: write|.*: give) a value/);
  });

  it('that is an empty list has the type of every list', () => {
    expect(VALUE_TYPES.filter((type) => hasType([], type))).toEqual(['list<number>', 'list<string>', 'list<boolean>']);
  });

  it('is told from what no argument can be', () => {
    expect([1, 'a', false, [], ['a']].every(isValue)).toBe(true);
    expect([null, undefined, Number.NaN, Infinity, {}, [[1]], 1n].some(isValue)).toBe(false);
  });
});

describe('typeOf', () => {
  it('is what all values have in common', () => {
    expect(typeOf([1, 2.5, -3])).toBe('number');
    expect(typeOf([[], [1], []])).toBe('list<number>');
    expect(typeOf([[]])).toBe('list<string>');
  });

  it('is undefined when they have nothing in common', () => {
    expect(typeOf([])).toBeUndefined();
    expect(typeOf([1, '1'])).toBeUndefined();
    expect(typeOf([1, [1]])).toBeUndefined();
    expect(typeOf([[1], ['1']])).toBeUndefined();
    expect(typeOf([[], 'a'])).toBeUndefined();
  });

  it('is the type that values were drawn from, in whatever order', () => {
    const values = anyType.chain((type) => fc.tuple(fc.constant(type), fc.array(valueOf(type), { minLength: 1 })));
    fc.assert(
      fc.property(values, ([type, drawn]) => {
        const inferred = typeOf(drawn);
        expect(typeOf(drawn.toReversed())).toBe(inferred);
        expect(drawn.every((value) => inferred !== undefined && hasType(value, inferred))).toBe(true);
        if (drawn.some((value) => !Array.isArray(value) || value.length > 0)) expect(inferred).toBe(type);
      }),
    );
  });
});

describe('sameValue', () => {
  it('takes fractions for the same that differ by rounding, and no whole numbers', () => {
    expect(sameValue(0.3, 0.1 + 0.2)).toBe(true);
    expect(sameValue(1_000_000_000_000, 1_000_000_000_001)).toBe(false);
    expect(sameValue(0.3, 0.3001)).toBe(false);
    expect(sameValue(-0, 0)).toBe(true);
    expect(sameValue(1, Number.NaN)).toBe(false);
    expect(sameValue(0.5, Infinity)).toBe(false);
  });

  it('takes neither another type nor another order for the same', () => {
    expect(sameValue(1, '1')).toBe(false);
    expect(sameValue('true', true)).toBe(false);
    expect(sameValue([], undefined)).toBe(false);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue([1, 2], [1, 2, 3])).toBe(false);
    expect(sameValue([0.3], [0.1 + 0.2])).toBe(true);
    expect(sameValue([], {})).toBe(false);
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(anyType.chain(valueOf), anyType.chain(valueOf), (a, b) => {
        expect(sameValue(a, b)).toBe(sameValue(b, a));
      }),
    );
  });
});
