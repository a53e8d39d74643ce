import { describe, expect, it } from '@jest/globals';
import { isModuleName, LONGEST_NAME } from '@troupe/feature-spec';
import { readStep } from '../steps/read-step.ts';
import { slotsOf } from '../steps/token.ts';
import { camelCase, functionNameOf, moduleNameOf } from './names.ts';
import { nounOf } from './noun.ts';

const nounsIn = (text: string): readonly (string | undefined)[] => {
  const { tokens } = readStep(
    { kind: 'given', text, line: 1, table: undefined, docString: undefined },
    () => undefined,
    {
      pairsAreLists: false,
    },
  );
  return slotsOf(tokens).map((slot) => nounOf(tokens, slot));
};

describe('the noun of a value', () => {
  it.each([
    ['a tax rate of 0.2', ['tax rate']],
    ['the price is 5 EUR', ['price']],
    ['a net price of EUR 5', ['net price']],
    ['the string "abc"', ['string']],
    ['a cart with 3 items', ['items']],
    ['converting 100 celsius', ['celsius']],
    ['a person who is 18 years old', ['age']],
    ['a visitor aged 18', ['age']],
    ['I call slugify with "Hello"', [undefined]],
    ['I count the vowels in "banana"', [undefined]],
    ['they are joined with ", "', [undefined]],
    ['I add 2 and 3', [undefined, undefined]],
    ['the sum of 2 and 3', [undefined, undefined]],
    ['two numbers 3 and 7', ['number', 'number']],
    ['first name "Ada" and last name "Lovelace"', ['first name', 'last name']],
    ['the shipping is 3', ['shipping']],
  ])('in %p is %p', (text, nouns) => {
    expect(nounsIn(text)).toEqual(nouns);
  });
});

describe('a name', () => {
  it('is made of whatever letters there are', () => {
    expect(['Tax rate', 'tax_rate', "customer's name", 'größe', 'priceNet (EUR)', 'x2'].map(camelCase)).toEqual([
      'taxRate',
      'taxRate',
      'customerName',
      'grosse',
      'priceNetEur',
      'x2',
    ]);
  });

  it('is no word of the language, and begins with a letter', () => {
    expect(camelCase('class')).toBe('classValue');
    expect(['2nd', '価格', '', '!'].map(camelCase)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('of a function is the beginning of a title, and of its module the same', () => {
    expect(functionNameOf('Calculate the sales tax of a price in euros or dollars')).toBe('calculateSalesTaxOfPriceIn');
    expect(moduleNameOf('calculateSalesTax2Of')).toBe('calculate-sales-tax2-of');
  });

  it('of a module can be that of a file, however long the name of the function is', () => {
    const longest = `a${'Bc'.repeat(LONGEST_NAME)}`.slice(0, LONGEST_NAME);
    expect(moduleNameOf(longest).length).toBeLessThanOrEqual(LONGEST_NAME);
    expect(
      [longest, longest.slice(1).toLowerCase(), `${longest.slice(0, -2)}C`].map(moduleNameOf).every(isModuleName),
    ).toBe(true);
  });
});
