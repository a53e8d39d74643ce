import type { Expression } from '../expression.ts';
import { candidateOf, type Candidate } from './candidate.ts';
import type { Problem } from './problem.ts';

/** What was found that is right in all cases, and whether it is worth looking for something better. */
export interface Ranking {
  readonly add: (expression: Expression, cost: number) => void;
  /** The best first. */
  readonly candidates: () => readonly Candidate[];
  /** The score that has to be beaten; infinite when there is none. */
  readonly best: () => number;
  /** Whether nothing better is to be expected once all expressions of this cost were looked at. */
  readonly isEnough: (cost: number) => boolean;
}

const MOST_CANDIDATES = 12;
/** How much longer is looked for something better: so many times as long, and at least so many expressions. */
const PATIENCE = 3;
/** Parts of a program are looked for less long. */
const SHORTER_INSIDE = 3;
/** By score: what is complicated is likely to be a coincidence, or to have a simpler form. */
const LEAST_PATIENCE = [
  { upTo: 10, expressions: 60_000 },
  { upTo: 16, expressions: 150_000 },
  { upTo: Infinity, expressions: 400_000 },
];

interface RankingOptions {
  /** How many expressions the search itself has tried. */
  readonly tried: () => number;
  /** What is not better than this is not wanted. */
  readonly below: number;
}

/** Makes an empty ranking. */
export const createRanking = (problem: Problem, { tried, below }: RankingOptions): Ranking => {
  const candidates: Candidate[] = [];
  let foundAt: number | undefined;
  const best = (): number => Math.min(below, candidates[0]?.score ?? Infinity);
  const patience = (since: number): number => {
    const least = LEAST_PATIENCE.find(({ upTo }) => best() <= upTo)?.expressions ?? 0;
    return Math.max(since * PATIENCE, since + least / (1 + SHORTER_INSIDE * problem.depth));
  };
  return {
    add: (expression, cost) => {
      foundAt ??= tried();
      candidates.push(candidateOf(expression, cost, problem));
      candidates.sort((one, other) => one.score - other.score);
      candidates.splice(MOST_CANDIDATES);
    },
    candidates: () => candidates,
    best,
    isEnough: (cost) => best() <= cost || (foundAt !== undefined && tried() > patience(foundAt)),
  };
};
