import { describe, expect, it } from '@jest/globals';
import {
  elementOf,
  renderValue,
  typeOf,
  VALUE_TYPES,
  type Scalar,
  type ScalarType,
  type Value,
  type ValueType,
} from '@troupe/feature-spec';
import fc from 'fast-check';
import { signatureText, specOfText } from './read.fixture.ts';

interface Drawn {
  readonly names: readonly string[];
  readonly types: readonly ValueType[];
  readonly returns: ValueType;
  readonly rows: readonly { readonly values: readonly Value[]; readonly expected: Value }[];
}

const NAMES = ['price', 'rate', 'amount', 'customer', 'weight', 'colour'];

const scalars: Readonly<Record<ScalarType, fc.Arbitrary<Scalar>>> = {
  number: fc.oneof(
    fc.integer(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
      .map((value) => Number(value.toFixed(3)) + 0),
  ),
  // Quotation marks, backslashes and angle brackets are what a feature is written with.
  string: fc.stringMatching(/^[A-Za-z0-9 ,.:;äß%$#-]{0,12}$/),
  boolean: fc.boolean(),
};

const valueOf = (type: ValueType): fc.Arbitrary<Value> => {
  const element = elementOf(type);
  if (element !== undefined) return fc.array(scalars[element], { minLength: 1, maxLength: 4 });
  // What is no list is a scalar.
  return scalars[type as ScalarType];
};

const anyType = fc.constantFrom(...VALUE_TYPES);

const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 }),
    fc.array(anyType, { minLength: 4, maxLength: 4 }),
    anyType,
  )
  .chain(([names, four, returns]) => {
    const types = four.slice(0, names.length);
    const row = fc.record({ values: fc.tuple(...types.map(valueOf)), expected: valueOf(returns) });
    const rows = fc.uniqueArray(row, {
      minLength: 2,
      maxLength: 8,
      selector: ({ values }) => values.map(renderValue).join(),
    });
    return fc.record({ names: fc.constant(names), types: fc.constant(types), returns: fc.constant(returns), rows });
  })
  .filter(({ rows }) => new Set(rows.map(({ expected }) => renderValue(expected))).size > 1);

const scenarioOf = ({ names }: Drawn, { values, expected }: Drawn['rows'][number], index: number): string =>
  [
    `  Scenario: number ${index}`,
    ...names.map((name, at) => `    ${at === 0 ? 'Given' : 'And'} the ${name} is ${renderValue(values[at] ?? '')}`),
    '    When the outcome is worked out',
    `    Then the result is ${renderValue(expected)}`,
  ].join('\n');

const asScenarios = (spec: Drawn): readonly string[] => spec.rows.map((row, index) => scenarioOf(spec, row, index));

const cell = (value: Value): string => renderValue(value).replace(/\\/g, '\\\\').replace(/\|/g, '\\|');

const asOutline = ({ names, rows }: Drawn): string =>
  [
    '  Scenario Outline: rows',
    ...names.map((name) => `    * <${name}> as ${name}`),
    '    When the outcome is worked out',
    '    Then the result is <result>',
    '    Examples:',
    `      | ${[...names, 'result'].join(' | ')} |`,
    ...rows.map(({ values, expected }) => `      | ${[...values, expected].map(cell).join(' | ')} |`),
  ].join('\n');

const expectSame = (spec: Drawn, text: string): void => {
  const { signature, examples } = specOfText(`Feature: Worked out\n${text}`);
  expect(signature.parameters).toEqual(spec.names.map((name, at) => ({ name, type: spec.types[at] })));
  expect(signature.returns).toBe(typeOf(spec.rows.map(({ expected }) => expected)));
  expect(examples.map(({ arguments: values, expected }) => ({ values, expected }))).toEqual(spec.rows);
};

describe('a feature that is written from a spec', () => {
  it('is read back to it, one scenario for each example', () => {
    fc.assert(fc.property(drawn, (spec) => expectSame(spec, asScenarios(spec).join('\n'))));
  });

  it('is read back to it, one row for each example', () => {
    fc.assert(fc.property(drawn, (spec) => expectSame(spec, asOutline(spec))));
  });

  it('says the same in whatever order its scenarios stand', () => {
    const shuffled = drawn.chain((spec) => {
      const scenarios = asScenarios(spec);
      return fc.tuple(fc.constant(scenarios), fc.shuffledSubarray([...scenarios], { minLength: scenarios.length }));
    });
    fc.assert(
      fc.property(shuffled, ([scenarios, mixed]) => {
        const [one, other] = [scenarios, mixed].map((all) => specOfText(`Feature: Worked out\n${all.join('\n')}`));
        expect(signatureText(other!.signature)).toBe(signatureText(one!.signature));
        expect(other?.confidence).toBe(one?.confidence);
      }),
    );
  });

  it('is never a crash, whatever is written', () => {
    const words = fc.constantFrom(
      'Given',
      'When',
      'Then',
      'And',
      'a price of',
      '<x>',
      '"a"',
      '1, 2 and 3',
      '[1',
      'is',
      'not',
      '|',
      '| a |',
      'Examples:',
      'Scenario: s',
      'Scenario Outline: o',
      '"""',
      '\n',
      '  ',
      'Feature: f',
      'Rule: r',
      '@t',
      '-',
      '#',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (written) => {
        const attempt = () => {
          try {
            specOfText(`Feature: f\n${written.join(' ')}`);
          } catch (error) {
            if (!(error instanceof Error && error.message.startsWith('there are questions'))) throw error;
          }
        };
        expect(attempt).not.toThrow();
      }),
    );
  });
});
