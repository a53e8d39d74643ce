import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUESTION_RULES } from './question.ts';
import {
  answersOf,
  callsOf,
  ENOUGH,
  featureOf,
  questionsAbout,
  scenario,
  signatureText,
  specOfText,
} from '../read.fixture.ts';

const outline = (table: string, steps = 'Given a price of <price>\n    Then the tax is <tax>') =>
  `  Scenario Outline: rows
    ${steps}
    Examples:
${table}`;

const GOOD_TABLE = '      | price | tax |\n      | 100 | 20 |\n      | 50 | 10 |';

/** A feature with one defect for every rule, the line that it is found in, and the answers that can be taken. */
const PLANTED: readonly (readonly [
  rule: string,
  feature: string | null,
  line: number | null,
  choices?: readonly string[],
])[] = [
  ['prose-needs-model', null, null],
  ['prose-needs-model', '  ', null],
  ['too-large', featureOf(...ENOUGH, `# ${'x'.repeat(65_536)}`), null],
  ['too-large', featureOf(...Array.from({ length: 101 }, (_, index) => scenario(`${index}`))), null],
  ['syntax', featureOf(...ENOUGH, '  Given something'.replace('Given', 'Gegeben')), 10],
  ['syntax', 'no feature', 1],
  ['row-incomplete', featureOf(outline('      | price | tax |\n      | 100 |')), 7],
  ['row-incomplete', featureOf(outline('      | price | tax |\n      | 100 | 20 |\n      | | 10 |')), 8],
  ['row-incomplete', featureOf(outline('      | price | tax |')), 2],
  ['no-scenario', 'Feature: empty', null],
  ['no-scenario', '# a comment', null],
  ['no-outcome', featureOf(...ENOUGH, '  Scenario: open\n    Given a price of 1'), 10],
  [
    'several-calls',
    featureOf(...ENOUGH, scenario('again'), '    When the tax is calculated', '    Then the tax is 20'),
    14,
  ],
  ['no-inputs', featureOf('  Scenario: a\n    When it is asked\n    Then the answer is 42'), 2],
  ['placeholder-undefined', featureOf(...ENOUGH, scenario('x', { price: '<price>' })), 11],
  ['placeholder-undefined', featureOf(outline(GOOD_TABLE.replace('price', 'Price'))), 3],
  [
    'column-unused',
    featureOf(outline('      | price | tax | rate |\n      | 100 | 20 | 0.2 |')),
    2,
    ['ignore the column'],
  ],
  ['outcome-vague', featureOf(...ENOUGH, scenario('x', { outcome: 'it is calculated correctly' })), 13],
  [
    'outcome-vague',
    featureOf(
      scenario('a', { outcome: 'the page loads quickly' }),
      scenario('b', { price: '50', outcome: 'the page loads at once' }),
    ),
    5,
  ],
  ['types-differ', featureOf(...ENOUGH.map((text) => text.replace(/of (\d+)/, 'of [[$1]]'))), null, ['they are text']],
  ['outcome-vague', featureOf(...ENOUGH, scenario('x', { outcome: 'the tax is greater than 5' })), 13],
  ['outcome-vague', featureOf(...ENOUGH, scenario('x', { outcome: 'the tax is not 7' })), 13],
  [
    'outcome-is-failure',
    featureOf(...ENOUGH, scenario('x', { price: '-1', outcome: 'an error is raised' })),
    13,
    ['leave it out'],
  ],
  ['several-results', featureOf(...ENOUGH.map((text) => `${text}\n    And the total is 7`)), 2, ['tax', 'total']],
  [
    'results-differ',
    featureOf(...ENOUGH, scenario('x', { price: '7', outcome: 'the shipping is 3' })),
    null,
    ['they are the same result'],
  ],
  [
    'steps-differ',
    featureOf(
      ...ENOUGH,
      scenario('x', { price: '7', outcome: 'the tax is 3' }).replace('the tax is calculated', 'somebody pays'),
    ),
    12,
    ['they mean the same', 'they make a difference'],
  ],
  [
    'step-unbound',
    featureOf(...ENOUGH, `${scenario('x', { price: '7', outcome: 'the tax is 3' })}\n    And the till opens`),
    14,
    ['strike the step'],
  ],
  [
    'inputs-differ',
    featureOf(scenario('a'), scenario('b', { outcome: 'the tax is 7' }).replace('a price', 'an amount')),
    null,
    ['they are the same input'],
  ],
  [
    'input-missing',
    featureOf(...ENOUGH.map((text) => text.replace('When', 'And a rate of 0.2\n    When')), scenario('x')),
    12,
  ],
  ['types-differ', featureOf(...ENOUGH, scenario('x', { price: '"a lot"' })), null, ['they are text']],
  [
    'name-unusable',
    featureOf(outline(GOOD_TABLE.replace('price', '価格'), 'Given a price of <価格>\n    Then the tax is <tax>')),
    null,
  ],
  ['name-unusable', featureOf(...ENOUGH).replace('Sales tax', '消費税'), null],
  ['examples-contradict', featureOf(...ENOUGH, scenario('x', { outcome: 'the tax is 21' })), 10, ['20', '21']],
  ['too-few-examples', featureOf(scenario('alone')), null],
  ['too-few-examples', featureOf(scenario('once'), scenario('twice')), null],
  ['one-result-only', featureOf(...ENOUGH).replace('is 10', 'is 20'), null, ['it is always so']],
];

describe('a planted defect', () => {
  it.each(PLANTED)('is found by %s', (rule, feature, line, choices = []) => {
    const asked = questionsAbout(feature);
    expect(asked.map((one) => one.rule)).toEqual([rule]);
    expect(asked[0]).toMatchObject({ line, choices });
  });

  it('exists for every rule', () => {
    expect([...new Set(PLANTED.map(([rule]) => rule))].toSorted()).toEqual([...QUESTION_RULES].toSorted());
  });
});

describe('the README', () => {
  it('says of every rule when it asks', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, rule]) => rule);
    expect(rows.toSorted()).toEqual([...QUESTION_RULES].toSorted());
  });
});

describe('a question', () => {
  it('is the same for the same question, wherever it stands, and another for another', () => {
    const vague = (text: string, before: string) =>
      questionsAbout(featureOf(before, ...ENOUGH, scenario('x', { outcome: text })))[0]?.id;
    expect(vague('it works', '')).toBe(vague('it works', '\n\n'));
    expect(vague('it works', '')).not.toBe(vague('it is fine', ''));
  });

  it('comes in the order of the feature', () => {
    const asked = questionsAbout(
      featureOf(scenario('a', { outcome: 'it works' }), ...ENOUGH, scenario('b', { outcome: 'it is fast' })),
    );
    expect(asked.map(({ line }) => line)).toEqual([5, 17]);
  });

  it('stays when the answer is none of its choices', () => {
    const feature = featureOf(...ENOUGH, scenario('x', { outcome: 'the tax is 21' }));
    const [asked] = questionsAbout(feature);
    expect(questionsAbout(feature, answersOf([asked!, 'the second one, I think']))).toEqual([asked]);
  });
});

const answered = (feature: string, answer: string) =>
  specOfText(feature, answersOf([questionsAbout(feature)[0]!, answer]));

describe('an answer', () => {
  it('chooses between contradicting examples, and drops the others', () => {
    const feature = featureOf(...ENOUGH, scenario('x', { outcome: 'the tax is 21' }));
    expect(callsOf(answered(feature, '21'))).toEqual(['salesTax(50) → 10', 'salesTax(100) → 21']);
    expect(callsOf(answered(feature, '20'))).toEqual(['salesTax(100) → 20', 'salesTax(50) → 10']);
  });

  it('chooses one of several results', () => {
    const feature = featureOf(...ENOUGH.map((text, index) => `${text}\n    And the total is ${index}`));
    expect(callsOf(answered(feature, 'total'))).toEqual(['salesTax(100) → 0', 'salesTax(50) → 1']);
  });

  it('leaves a failing scenario out', () => {
    const feature = featureOf(...ENOUGH, scenario('x', { price: '-1', outcome: 'an error is raised' }));
    expect(callsOf(answered(feature, 'Leave it out'))).toEqual(['salesTax(100) → 20', 'salesTax(50) → 10']);
  });

  it('gives a value that a scenario lacks', () => {
    const feature = featureOf(
      ...ENOUGH.map((text) => text.replace('When', 'And a rate of 0.2\n    When')),
      scenario('x', { price: '7' }),
    );
    expect(callsOf(answered(feature, '0.19')).at(-1)).toBe('salesTax(7, 0.19) → 20');
  });

  it('names what has no name for code', () => {
    const feature = featureOf(
      outline(GOOD_TABLE.replace('price', '価格'), 'Given a price of <価格>\n    Then the tax is <tax>'),
    );
    expect(signatureText(answered(feature, 'price').signature)).toBe('salesTax(price: number): number');
    expect(questionsAbout(feature, answersOf([questionsAbout(feature)[0]!, 'a price']))).toHaveLength(1);
  });

  it.each([
    [
      'ignores a column',
      featureOf(outline('      | price | tax | rate |\n      | 100 | 20 | 0.2 |\n      | 1 | 2 | 3 |')),
      'ignore the column',
      'salesTax(1) → 2',
    ],
    [
      'calls two results the same',
      featureOf(...ENOUGH, scenario('x', { price: '7', outcome: 'the shipping is 3' })),
      'they are the same result',
      'salesTax(7) → 3',
    ],
    [
      'calls two steps the same',
      featureOf(
        ...ENOUGH,
        scenario('x', { price: '7', outcome: 'the tax is 3' }).replace('the tax is calculated', 'somebody pays'),
      ),
      'they mean the same',
      'salesTax(7) → 3',
    ],
    [
      'calls two inputs the same',
      featureOf(scenario('a'), scenario('b', { price: '7', outcome: 'the tax is 3' }).replace('a price', 'an amount')),
      'they are the same input',
      'salesTax(7) → 3',
    ],
    [
      'says that two steps make a difference',
      featureOf(
        ...ENOUGH,
        scenario('x', { price: '7', outcome: 'the tax is 3' }).replace('the tax is calculated', 'somebody pays'),
      ),
      'they make a difference',
      'salesTax(7, "somebody pays") → 3',
    ],
    [
      'strikes a step',
      featureOf(...ENOUGH, `${scenario('x', { price: '7', outcome: 'the tax is 3' })}\n    And the till opens`),
      'strike the step',
      'salesTax(7) → 3',
    ],
    [
      'takes values for text',
      featureOf(...ENOUGH, scenario('x', { price: '"a lot"', outcome: 'the tax is 3' })),
      'they are text',
      'salesTax("a lot") → 3',
    ],
    [
      'says that it is always so',
      featureOf(...ENOUGH).replace('is 10', 'is 20'),
      'it is always so',
      'salesTax(50) → 20',
    ],
  ])('%s', (_what, feature, answer, last) => {
    expect(callsOf(answered(feature, answer)).at(-1)).toBe(last);
  });
});
