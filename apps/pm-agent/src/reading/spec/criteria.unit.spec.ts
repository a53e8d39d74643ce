import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Scenario } from '../gherkin/scenario.ts';
import { featureOf, specOfText } from '../read.fixture.ts';
import { criteriaOf } from './criteria.ts';

const criterion = (text: string, changes: Partial<Scenario> = {}): string | undefined =>
  criteriaOf('', [
    {
      name: 'usual',
      line: 2,
      rule: undefined,
      steps: [{ kind: 'then', text, line: 3, table: undefined, docString: undefined }],
      columns: [],
      rows: undefined,
      ...changes,
    },
  ])[0];

const outline = (name: string, prices: readonly number[]): string =>
  [
    `  Scenario Outline: ${name}`,
    '    Given a price of <price>',
    '    Then the tax is <tax>',
    '    Examples:',
    '      | price | tax |',
    ...prices.map((price) => `      | ${price} | ${price * 2} |`),
  ].join('\n');

const VALUES = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.stringMatching(/^[a-z0-9 ,%]{0,12}$/).map((text) => `"${text}"`),
  fc.stringMatching(/^[a-z0-9 ,%]{1,12}$/).map((text) => `'${text}'`),
  fc.stringMatching(/^[a-z][a-z0-9 ]{0,10}[a-z0-9]$/).map((name) => `<${name}>`),
  fc.array(fc.integer()).map((items) => JSON.stringify(items)),
);

describe('a criterion', () => {
  it.each([
    ['the price is 1,000.50 EUR and "VAT" is 20%', 'the price is … EUR and … is …'],
    ['the name is "<name>" of <list>, at most', 'the name is name of list at most'],
    ["the customer's list is [1, 2, 3]", "the customer's list is …"],
    ['an empty list of numbers', 'list of numbers empty'],
  ])('of %p is told in words', (text, words) => {
    expect(criterion(text)).toBe(`usual: Then ${words}`);
  });

  it('is words only: no value and no placeholder can become a constant', () => {
    fc.assert(
      fc.property(fc.array(VALUES, { minLength: 1, maxLength: 4 }), (values) => {
        expect(criterion(`it gives ${values.join(' for ')}`)).not.toMatch(/\d|["'`]|[<>[\]]/);
      }),
    );
  });

  it('has the names of rule and scenario, and none where the feature gives none', () => {
    expect(criterion('it is so', { rule: '5% off from 100', name: 'a price of "<price>"' })).toBe(
      '5% off from 100: a price of price: Then it is so',
    );
    expect(criterion('it is so', { name: 'Scenario of line 2' })).toBe('Then it is so');
  });

  it('comes after what the feature says of itself, in one line', () => {
    const { criteria } = specOfText(featureOf('  A tax of 20 percent,\n  on top.\n', outline('rows', [1, 2, 3])));
    expect(criteria).toEqual(['A tax of 20 percent, on top.', 'rows: Given a price of price, Then the tax is tax']);
  });

  it('tells nothing of a scenario that is held out', () => {
    const alone = [3, 5, 7, 9, 11, 13, 15, 17].map((price) =>
      [`  Scenario: for ${price}`, `    Given a price of ${price}`, `    Then the tax is ${price * 2}`].join('\n'),
    );
    const { examples, criteria } = specOfText(featureOf(...alone));
    const held = examples.filter(({ heldOut }) => heldOut).map(({ name }) => name);
    expect(held).toHaveLength(2);
    expect(criteria.map((text) => text.split(':')[0])).toEqual(
      examples.map(({ name }) => name).filter((name) => !held.includes(name)),
    );
  });

  it('is there once for all rows of which some may be seen', () => {
    const { examples, criteria } = specOfText(featureOf(outline('rows', [1, 2, 3, 4, 5, 6, 7, 8])));
    expect(examples.filter(({ heldOut }) => heldOut)).toHaveLength(2);
    expect(criteria).toEqual(['rows: Given a price of price, Then the tax is tax']);
  });
});
