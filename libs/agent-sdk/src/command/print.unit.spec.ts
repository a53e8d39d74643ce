import { describe, expect, it } from '@jest/globals';
import { plain, spanOf, tableOf } from './print.ts';

describe('a span', () => {
  it.each([
    [0, '0ms'],
    [999, '999ms'],
    [1_500, '1s'],
    [61_000, '1m1s'],
    [3_600_000, '1h'],
    [90_061_000, '1d1h'],
  ])('of %d ms is %s', (ms, text) => expect(spanOf(ms)).toBe(text));
});

describe('a table', () => {
  it('has columns that are as wide as they have to be, and no blanks at the ends of lines', () => {
    expect(
      tableOf([
        ['one', 'two'],
        ['longer', ''],
        ['x', 'y'],
      ]),
    ).toEqual(['one     two', 'longer', 'x       y']);
  });
});

describe('text from outside', () => {
  it('moves no cursor and rings no bell', () => {
    expect(plain('a\u001b[2Jb\u0007\n')).toBe('a\\x1b[2Jb\\x07\\x0a');
  });
});
