import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultIn, faultText, type Answer } from './judge-answer.ts';
import { renderValue } from './json-value.ts';
import { anyType, valueOf } from './spec.fixture.ts';

const example = { arguments: [100, 0.2], expected: 20 };
const signature = { functionName: 'salesTax', returns: 'number' } as const;
const returned = (json: string | null, more: { left?: string; was?: string } = {}): Answer => ({
  kind: 'returned',
  json,
  left: '[100,0.2]',
  ...more,
});
const told = (answer: Answer): string => {
  const fault = faultIn(answer, example, signature);
  return fault === undefined ? 'right' : faultText(fault, example, signature);
};

describe('an answer', () => {
  it('is right when it is the value that was expected, and the arguments are as they were, whatever they are', () => {
    const cases = fc
      .tuple(anyType, anyType)
      .chain(([given, returns]) => fc.tuple(fc.constant(returns), valueOf(given), valueOf(returns)));
    fc.assert(
      fc.property(cases, ([returns, given, expected]) => {
        const answer: Answer = { kind: 'returned', json: renderValue(expected), left: `[${renderValue(given)}]` };
        expect(faultIn(answer, { arguments: [given], expected }, { returns })).toBeUndefined();
      }),
    );
  });

  it('is right when a fraction is as near as fractions are', () => {
    expect(told(returned('20.000000000000004'))).toBe('right');
  });

  it.each<[string, Answer, string | null, string]>([
    ['is another result', returned('25'), '25', 'returned 25'],
    ['has another type', returned('"20"'), '"20"', 'returned what the signature does not promise: "20" is no number: give a value of this type, or another type'],
    ['is none', returned(null, { was: 'undefined' }), null, 'returned undefined, which is no number'],
    ['comes with other arguments', returned('20', { left: '[100,0]' }), '20', 'changed its arguments: they are [100,0] afterwards'],
    ['is an error', { kind: 'threw', message: 'TypeError: no' }, null, 'threw TypeError: no'],
    ['never came', { kind: 'failed', cause: 'took longer than 3000 ms' }, null, 'took longer than 3000 ms'],
  ])('is wrong when it %s, and is told in a sentence', (_what, answer, actual, came) => {
    expect(faultIn(answer, example, signature)).toMatchObject({ actual });
    expect(told(answer)).toBe(`salesTax(100, 0.2) is to be 20: it ${came}`);
  }); // prettier-ignore
});
