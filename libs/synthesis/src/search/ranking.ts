import type { Expression } from '../expression.ts';
import type { Budget } from './budget.ts';
import { candidateOf, type Candidate } from './candidate.ts';
import type { Problem } from './problem.ts';

/** What was found that is right in all cases, and whether it is worth looking for something better. */
export interface Ranking {
  readonly add: (expression: Expression, cost: number) => void;
  /** The best first. */
  readonly candidates: () => readonly Candidate[];
  /** The score of the best; infinite when there is none. */
  readonly best: () => number;
  /** Whether nothing better is to be expected once all expressions of this cost were looked at. */
  readonly isEnough: (cost: number) => boolean;
}

const MOST_CANDIDATES = 12;
/** How much longer is looked for something better: so many times as long, and at least so many expressions. */
const PATIENCE = 3;
const LEAST_PATIENCE = 100_000;

/** Makes an empty ranking. `needed` is the number of variables that ought to matter. */
export const createRanking = (problem: Problem, budget: Budget, needed: number): Ranking => {
  const candidates: Candidate[] = [];
  let foundAt: number | undefined;
  const best = (): number => candidates[0]?.score ?? Infinity;
  return {
    add: (expression, cost) => {
      foundAt ??= budget.spent();
      candidates.push(candidateOf(expression, cost, problem, needed));
      candidates.sort((one, other) => one.score - other.score);
      candidates.splice(MOST_CANDIDATES);
    },
    candidates: () => candidates,
    best,
    isEnough: (cost) => {
      if (best() <= cost) return true;
      return foundAt !== undefined && budget.spent() > Math.max(foundAt * PATIENCE, foundAt + LEAST_PATIENCE);
    },
  };
};
