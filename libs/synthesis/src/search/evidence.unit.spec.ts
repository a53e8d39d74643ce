import { describe, expect, it } from '@jest/globals';
import type { Value } from '@troupe/feature-spec';
import { readHints } from '../hints/hints.ts';
import type { Expression } from '../expression.ts';
import { createCensus, type Census } from './census.ts';
import { examplesLacking, weigh, type Weight } from './evidence.ts';
import type { Makeup } from './makeup.ts';
import { allOf } from './masks.ts';
import type { Problem } from './problem.ts';

const argument: Expression = { kind: 'variable', slot: 0, type: 'number' };

const problemOf = (...results: readonly Value[]): Problem => ({
  slots: ['number'],
  returns: 'number',
  cases: results.map((expected, index) => ({ environment: [index], expected })),
  hints: readHints([]),
  isDescribed: false,
  named: [],
  demands: [],
  depth: 0,
});

/** One condition of each cost, and for each cost as many expressions as two to its power. */
const counted = (problem: Problem, covers = 0): Census => {
  const census = createCensus(problem, () => [1, 2, 3, 4, 5, 6, 7]);
  for (let cost = 1; cost <= 6; cost += 1)
    for (let times = 0; times < 2 ** cost; times += 1) census.count(cost, covers);
  census.reach(7);
  return census;
};

const weighed = (makeup: Makeup, problem: Problem, census = counted(problem)): readonly Weight[] =>
  weigh({ expression: argument, makeup }, problem, census);

describe('what conditions need', () => {
  const problem = problemOf(1, 1, 1, 1, 2, 2, 2, 2);

  it('grows with the number of conditions that are as simple, and what they tell with the number of arrangements', () => {
    const [weight] = weighed({ conditions: [{ cost: 7 }], terms: [] }, problem);
    expect(weight?.needs).toBeCloseTo(3);
    expect(weight?.told).toBeCloseTo(Math.log2(70));
  });

  it('is no more for thresholds of one scale in another order', () => {
    const needs = (...scales: readonly string[]): number =>
      weighed({ conditions: scales.map((scale) => ({ cost: 7, scale })), terms: [] }, problem)[0]!.needs;
    expect(needs('a', 'b')).toBeCloseTo(6);
    expect(needs('a', 'a')).toBeCloseTo(5);
  });

  it('is estimated beyond what was searched', () => {
    const census = counted(problem);
    expect(census.conditionBits(9) - census.conditionBits(7)).toBeCloseTo(3);
  });
});

describe('what a term tells', () => {
  it('is the more, the fewer others give the same results', () => {
    const problem = problemOf(10, 20, 30);
    const told = (covers: number): number =>
      weighed({ conditions: [], terms: [{ cost: 5, decides: allOf(3) }] }, problem, counted(problem, covers))[0]!.told;
    expect(told(0)).toBeCloseTo(3 * Math.log2(128));
    expect(told(allOf(3))).toBeLessThan(0.1);
  });

  it('is not more than what tells the outcomes apart, where results come again', () => {
    const problem = problemOf(5, 5, 7, 7);
    const [weight] = weighed({ conditions: [], terms: [{ cost: 5, decides: allOf(4) }] }, problem);
    expect(weight?.told).toBeCloseTo(4);
  });
});

describe('a word that asks for what a program does not do', () => {
  it('speaks against each of its parts', () => {
    const [plain, asked] = [[], ['the longest']].map((texts) => {
      const problem = { ...problemOf(1, 2, 3), hints: readHints(texts) };
      return weighed({ conditions: [{ cost: 3 }], terms: [{ cost: 3, decides: allOf(3) }] }, problem);
    });
    expect(asked).toHaveLength(2);
    for (const [part, { needs }] of asked!.entries()) expect(needs - plain![part]!.needs).toBeCloseTo(4.5);
  });
});

describe('a program', () => {
  it('is not borne out by what another part of it explains', () => {
    expect(examplesLacking([{ needs: 3, told: 40 }], 8)).toBe(0);
    const parts = [
      { needs: 3, told: 40 },
      { needs: 9, told: 6 },
    ];
    expect(examplesLacking(parts, 8)).toBe(4);
  });

  it('that the examples tell nothing of takes more of them than there can be', () => {
    expect(examplesLacking([{ needs: 1, told: 0 }], 8)).toBe(Infinity);
    expect(examplesLacking([{ needs: 0.4, told: 0 }], 8)).toBe(0);
  });
});
