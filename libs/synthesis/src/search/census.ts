import { sameValue } from '@troupe/feature-spec';
import { casesIn, type Mask } from './masks.ts';
import type { Problem } from './problem.ts';

/** How many expressions there are, and what they give by chance: counted while they are found. */
export interface Census {
  /** Told of every expression of the type of the results that is no constant, with the cases in which it is right. */
  readonly count: (cost: number, covers: Mask) => void;
  /** Told the cost up to which everything was found: what costs more is estimated. */
  readonly reach: (cost: number) => void;
  /** Bits to tell one condition from all that cost no more and hold in other cases. */
  readonly conditionBits: (cost: number) => number;
  /** The same for expressions of the type of the results. */
  readonly resultBits: (cost: number) => number;
  /** How surprising the result of this case is, in bits: the fewer expressions give it, and the fewer cases have it. */
  readonly surprise: (index: number) => number;
}

/** Bits that each unit of cost adds: so fast expressions become more, in all problems alike. */
export const BITS_OF_COST = 1.5;

/** Counts for a problem; `conditions` gives the costs of those that are known. */
export const createCensus = ({ cases }: Problem, conditions: () => readonly number[]): Census => {
  const costs: number[] = [];
  const hits = cases.map(() => 0);
  let reached = 0;
  const bits = (all: readonly number[], cost: number): number => {
    const counted = all.filter((each) => each <= Math.min(cost, reached)).length;
    return Math.log2(counted + 1) + BITS_OF_COST * Math.max(0, cost - reached);
  };
  return {
    count: (cost, covers) => {
      costs.push(cost);
      for (const index of casesIn(covers)) hits[index] = (hits[index] ?? 0) + 1;
    },
    reach: (cost) => {
      reached = cost;
    },
    conditionBits: (cost) => bits(conditions(), cost),
    resultBits: (cost) => bits(costs, cost),
    surprise: (index) => {
      const alike = cases.filter(({ expected }) => sameValue(expected, cases[index]?.expected ?? '')).length;
      const byChance = ((hits[index] ?? 0) + 1) / (costs.length + 2);
      return -Math.log2(Math.max(byChance, alike > 1 ? alike / cases.length : 0));
    },
  };
};
