import { describe, expect, it } from '@jest/globals';
import { specOf } from '@troupe/feature-spec';
import type { CallOutcome } from '@troupe/sandbox';
import { taxSpec } from '@troupe/testing/tax-spec';
import { sortSpec } from '../spec.fixture.ts';
import { acceptanceTests, judgeAnswers } from './acceptance-tests.ts';

const spec = specOf(taxSpec());

/** The code returns this, and leaves its arguments as they were. */
const returned = (json: string | null, left: string, was?: string): CallOutcome => ({
  kind: 'returned',
  json,
  left,
  was,
});
const LEFT = ['[100,0.2]', '[0,0.2]', '[3,0.1]'];
const RIGHT = ['20', '0', '0.30000000000000004'].map((json, index) => returned(json, LEFT[index] ?? ''));

/** What comes of it when one of the six calls answers otherwise. */
const judgedWith = (at: number, outcome: CallOutcome) => {
  const outcomes = [...RIGHT, ...RIGHT].with(at, outcome);
  return judgeAnswers(spec, { outcomes }).failures;
};

describe('acceptance tests', () => {
  it('ask every example of the spec, held out or not, and then every one again', () => {
    expect(acceptanceTests(spec)).toEqual({
      module: 'src/sales-tax.js',
      functionName: 'salesTax',
      calls: [[100, 0.2], [0, 0.2], [3, 0.1], [100, 0.2], [0, 0.2], [3, 0.1]],
    }); // prettier-ignore
  });

  it('are passed by code that answers every call as the spec says, fractions as near as fractions are', () => {
    const report = judgeAnswers(spec, { outcomes: [...RIGHT, ...RIGHT] });
    expect(report).toEqual({ examples: 3, failures: [], cause: null });
  });

  it('name the example that is answered wrongly, with what was asked, expected and returned', () => {
    expect(judgedWith(2, returned('0.4', '[3,0.1]'))).toEqual([
      {
        example: 'a small price',
        arguments: ['3', '0.1'],
        expected: '0.3',
        actual: '0.4',
        cause: 'returned another result',
      },
    ]);
  });

  it.each<[string, CallOutcome, string, string | null]>([
    ['another type', returned('"20"', '[100,0.2]'), 'returned what the signature does not promise: "20" is no number: give a value of this type, or another type', '"20"'],
    ['nothing', returned(null, '[100,0.2]', 'undefined'), 'returned undefined, which is no number', null],
    ['an error', { kind: 'threw', message: 'TypeError: no' }, 'threw TypeError: no', null],
    ['the end of its process', { kind: 'failed', cause: 'ended its process with code 0' }, 'ended its process with code 0', null],
  ])('are failed by %s', (_name, outcome, cause, actual) => {
    expect(judgedWith(0, outcome)).toMatchObject([{ example: 'a price', actual, cause }]);
  }); // prettier-ignore

  it('are failed by another answer to the same question', () => {
    expect(judgedWith(4, returned('1', '[0,0.2]'))).toMatchObject([
      { example: 'nothing', actual: '1', cause: 'called again, it returned another result' },
    ]);
  });

  it('are failed by code that changes what it was given', () => {
    const outcomes = [returned('[3,2,1]', '[[1,2,3]]'), returned('[3,2,1]', '[[1,2,3]]')];
    expect(judgeAnswers(specOf(sortSpec()), { outcomes }).failures).toMatchObject([
      { cause: 'changed its arguments: they are [[1,2,3]] afterwards' },
    ]);
  });

  it('are failed by every example that was never run, whatever ended the run', () => {
    const report = judgeAnswers(spec, { outcomes: [], cause: 'does not load: SyntaxError' });
    expect(report).toMatchObject({ examples: 3, cause: 'the code does not load: SyntaxError' });
    expect(report.failures.map(({ cause }) => cause)).toEqual(Array(3).fill('was not called'));
  });

  it('tell long answers in short', () => {
    const [failure] = judgedWith(0, { kind: 'threw', message: 'x'.repeat(5_000) });
    expect(failure?.cause).toHaveLength(1_001);
  });
});
