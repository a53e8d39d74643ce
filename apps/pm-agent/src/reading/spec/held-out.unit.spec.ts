import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { featureOf, specOfText } from '../read.fixture.ts';

const table = (rows: readonly (readonly [unknown, unknown])[], name = 'rows'): string =>
  [
    `  Scenario Outline: ${name}`,
    '    Given a price of <price>',
    '    Then the tax is <tax>',
    '    Examples:',
    '      | price | tax |',
    ...rows.map(([price, tax]) => `      | ${String(price)} | ${String(tax)} |`),
  ].join('\n');

const heldOut = (...scenarios: readonly string[]) =>
  specOfText(featureOf(...scenarios)).examples.filter((one) => one.heldOut);

const doubled = (count: number) => Array.from({ length: count }, (_, index) => [index + 1, 2 * index + 2] as const);

describe('examples', () => {
  it('are all shown while there are fewer than six', () => {
    expect(heldOut(table(doubled(5)))).toEqual([]);
  });

  it('are held out by a quarter, from the middle', () => {
    expect(heldOut(table(doubled(6))).map(({ name }) => name)).toEqual(['rows, row 4']);
    expect(heldOut(table(doubled(12))).map(({ name }) => name)).toEqual(['rows, row 6', 'rows, row 7', 'rows, row 8']);
  });

  it('are held out in turns over the scenarios', () => {
    const shifted = doubled(6).map(([price, tax]) => [price + 100, tax + 500] as const);
    const scenarios = new Set(
      heldOut(table(doubled(6), 'low'), table(shifted, 'high')).map(({ name }) => name.split(',')[0]),
    );
    expect(scenarios).toEqual(new Set(['low', 'high']));
  });

  it('stay to be seen where they are two of a kind', () => {
    const steps = [1, 2, 3, 10, 20, 30, 40, 50, 60].map((price) => [price, price < 10 ? 0 : 5] as const);
    const shown = specOfText(featureOf(table(steps))).examples.filter(({ heldOut: is }) => !is);
    expect(shown.map(({ arguments: [price] }) => price)).toEqual(expect.arrayContaining([3, 10]));
    expect(shown.filter(({ expected }) => expected === 0).length).toBeGreaterThanOrEqual(2);
  });

  it('of one branch only are never held out', () => {
    const words = [
      [1, '1'],
      [2, '2'],
      [3, 'Fizz'],
      [4, '4'],
      [5, 'Buzz'],
      [7, '7'],
      [9, 'Fizz'],
      [15, 'FizzBuzz'],
      [10, 'Buzz'],
    ] as const;
    expect(heldOut(table(words)).map(({ expected }) => expected)).not.toContain('FizzBuzz');
  });

  it('are never more than a quarter, and four or more stay', () => {
    const rows = fc.uniqueArray(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -3, max: 3 })), {
      minLength: 2,
      maxLength: 30,
      selector: ([price]) => price,
    });
    fc.assert(
      fc.property(rows, (drawn) => {
        fc.pre(new Set(drawn.map(([, tax]) => tax)).size > 1);
        const { examples } = specOfText(featureOf(table(drawn)));
        const held = examples.filter((one) => one.heldOut).length;
        expect(held).toBeLessThanOrEqual(examples.length / 4);
        expect(examples.length - held).toBeGreaterThanOrEqual(Math.min(4, examples.length));
      }),
    );
  });
});
