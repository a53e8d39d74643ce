import { describe, expect, it } from '@jest/globals';
import type { Slot } from '../steps/token.ts';
import { readColumn, type ColumnOptions } from './column.ts';

const bare = (raw: string): Slot => ({ raw, form: 'bare' });
const quoted = (raw: string): Slot => ({ raw, form: 'quoted' });

const read = (slots: readonly Slot[], options: Partial<ColumnOptions> = {}) => {
  const column = readColumn(slots, { name: 'thing', ...options });
  return column && { type: column.type, values: column.values };
};

const assumed = (slots: readonly Slot[], name = 'thing') => readColumn(slots, { name })?.assumptions;

describe('a column', () => {
  it('is of numbers when all are, in one unit', () => {
    expect(read(['1,000', '-2', '0.5'].map(bare))).toEqual({ type: 'number', values: [1_000, -2, 0.5] });
    expect(read(['5 EUR', '7 EUR', '0'].map(bare))).toEqual({ type: 'number', values: [5, 7, 0] });
    expect(read(['5 EUR', '7 USD'].map(bare))).toBeUndefined();
    expect(assumed(['5 EUR', '7 EUR'].map(bare))).toEqual(['unit-left-out']);
  });

  it('takes words for numbers beside numbers only', () => {
    expect(read(['3', 'no', 'two'].map(bare))).toEqual({ type: 'number', values: [3, 0, 2] });
    expect(read(['one', 'two'].map(bare))).toEqual({ type: 'string', values: ['one', 'two'] });
    expect(read(['no', 'yes'].map(bare))).toEqual({ type: 'boolean', values: [false, true] });
  });

  it('is true and false for a word and its negation', () => {
    expect(read(['is', 'is not'].map(bare))).toEqual({ type: 'boolean', values: [true, false] });
    expect(read(['not', ''].map(bare))).toEqual({ type: 'boolean', values: [false, true] });
    expect(read(['without', 'with'].map(bare))).toEqual({ type: 'boolean', values: [false, true] });
    expect(read(['is', 'was'].map(bare))).toEqual({ type: 'string', values: ['is', 'was'] });
  });

  it('is of text when it is quoted, unless it is called a number or is money', () => {
    expect(read(['1', '2'].map(quoted))).toEqual({ type: 'string', values: ['1', '2'] });
    expect(read(['1', '2'].map(quoted), { name: 'number' })).toEqual({ type: 'number', values: [1, 2] });
    expect(read([quoted('1'), bare('2')])).toEqual({ type: 'number', values: [1, 2] });
    expect(read(['$1', '$2.50'].map(quoted))).toEqual({ type: 'number', values: [1, 2.5] });
    expect(read(['4539578763621486'].map(quoted), { name: 'card number' })?.type).toBe('string');
  });

  it('is of text when two words or more are among numbers, or when somebody says so', () => {
    expect(read(['1', 'Fizz', 'Buzz'].map(bare))).toEqual({ type: 'string', values: ['1', 'Fizz', 'Buzz'] });
    expect(read(['1', '2', 'Fizz'].map(bare))).toBeUndefined();
    expect(read(['1', '2', 'Fizz'].map(bare), { asText: true })?.type).toBe('string');
    expect(assumed(['1', 'Fizz', 'Buzz'].map(bare))).toEqual(['mixed-as-text']);
  });

  it('is of lists when one is, and single values and empty cells are then lists as well', () => {
    expect(read(['[1, 2]', '3', '', 'empty'].map(bare))).toEqual({
      type: 'list<number>',
      values: [[1, 2], [3], [], []],
    });
    expect(read(['"a", "b, c"', '"d"'].map(bare))).toEqual({ type: 'list<string>', values: [['a', 'b, c'], ['d']] });
    expect(read(['[a, b]', '[]'].map(bare))).toEqual({ type: 'list<string>', values: [['a', 'b'], []] });
    expect(read(['[true]', '[false, true]'].map(bare))).toEqual({
      type: 'list<boolean>',
      values: [[true], [false, true]],
    });
    expect(read(['[1]', '[2, 3]'].map(quoted))).toEqual({ type: 'list<number>', values: [[1], [2, 3]] });
  });

  it('is of lists for values between commas that are numbers, or are called several things', () => {
    expect(read(['1, 2', '3'].map(bare))).toEqual({ type: 'list<number>', values: [[1, 2], [3]] });
    expect(read(['a, b', 'c'].map(bare), { name: 'words' })).toEqual({
      type: 'list<string>',
      values: [['a', 'b'], ['c']],
    });
    expect(read(['Hello, World', 'Bye'].map(bare))).toEqual({ type: 'string', values: ['Hello, World', 'Bye'] });
  });

  it('is nothing when lists are of two types, or of lists', () => {
    expect(read(['[1]', '["a"]'].map(bare))).toBeUndefined();
    expect(read(['[1, x]'].map(bare))).toBeUndefined();
    expect(read(['[[1], [2]]'].map(bare))).toBeUndefined();
    expect(read(['[1]', '["a"]'].map(bare), { asText: true })).toEqual({
      type: 'list<string>',
      values: [['1'], ['a']],
    });
  });

  it('takes an empty cell for the empty text, and not for a number', () => {
    expect(read(['abc', ''].map(bare))).toEqual({ type: 'string', values: ['abc', ''] });
    expect(read(['1', ''].map(bare))).toBeUndefined();
    expect(assumed(['abc', ''].map(bare))).toEqual(['empty-cell']);
  });
});
