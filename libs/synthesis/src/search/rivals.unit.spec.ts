import { describe, expect, it } from '@jest/globals';
import type { Expression } from '../expression.ts';
import type { Candidate } from './candidate.ts';
import { doubtOf, isAlone, openQuestion } from './rivals.ts';

const constant = (value: number): Expression => ({ kind: 'constant', value, type: 'number' });
const argument: Expression = { kind: 'variable', slot: 0, type: 'number' };

const candidate = (score: number, expression: Expression = argument): Candidate => ({
  expression,
  score,
  makeup: { conditions: [], terms: [] },
});

describe('the doubt about a program', () => {
  it('is none without rivals, and a half beside one that is as simple', () => {
    expect(doubtOf(candidate(7), [])).toBe(0);
    expect(doubtOf(candidate(7), [candidate(7)])).toBeCloseTo(0.5);
  });

  it('is the less, the more complicated its rivals are, and the more, the more there are', () => {
    const [near, far] = [candidate(9), candidate(12)];
    expect(doubtOf(candidate(7), [far])).toBeLessThan(doubtOf(candidate(7), [near]));
    expect(doubtOf(candidate(7), [near, near])).toBeGreaterThan(doubtOf(candidate(7), [near]));
    expect([near, far].map((rival) => isAlone(candidate(7), [rival]))).toEqual([false, true]);
  });
});

describe('an open question', () => {
  it('is where a program and its rival part', () => {
    expect(openQuestion([[3], [4]], candidate(1), candidate(1, constant(3)))).toEqual({
      arguments: [4],
      results: [4, 3],
    });
  });

  it('is none where no probe tells them apart', () => {
    expect(openQuestion([[3]], candidate(1), candidate(1, constant(3)))).toBeUndefined();
  });
});
