import { describe, expect, it } from '@jest/globals';
import { demandsIn, stringsIn } from './hints.ts';

const numbersIn = (text: string): readonly number[] => demandsIn(text).map(([value]) => value ?? Number.NaN);

describe('the numbers of a text', () => {
  it.each([
    ['over 100, and 3, 4 or 5.', [100, 3, 4, 5]],
    ['1,000.50 of 12,345,678', [1000.5, 12_345_678]],
    ['from -5 to (7)', [-5, 7]],
    ['the 3rd of 5kg', [3, 5]],
  ])('are those of %p', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers);
  });

  it.each(['on 2024-01-31 at 12:30', 'page A4 of v1.2.3', 'the list 1,2,3', 'call 555-0199', 'say "7" or \'8\''])(
    'are none in %p',
    (text) => {
      expect(numbersIn(text)).toEqual([]);
    },
  );

  it('are percentages in each form that they have in a program', () => {
    expect(demandsIn('5% off, or 20 percent')).toEqual([
      [5, 0.05, 0.95, 1.05],
      [20, 0.2, 0.8, 1.2],
    ]);
  });
});

describe('the strings of a text', () => {
  it('are those in quotation marks', () => {
    expect(stringsIn('either "a b", \'c\' or "it\'s"')).toEqual(['a b', 'c', "it's"]);
  });

  it('are none between apostrophes', () => {
    expect(stringsIn("the customer's name and the user's age")).toEqual([]);
  });
});
