import { slotsOf, type Expression } from '../expression.ts';
import type { Problem } from './problem.ts';

/** A program that is right in all cases. */
export interface Candidate {
  readonly expression: Expression;
  /** How complicated it is, and how far from what is asked for; lower is better. */
  readonly score: number;
}

const IGNORED_COST = 3;
const UNMET_COST = 3;
const MOST_UNMET = 2;

/** Variables that differ from case to case and are not looked at. The place of an item may always be ignored. */
const ignored = (expression: Expression, { slots, cases }: Problem, needed: number): number => {
  const read = slotsOf(expression);
  return slots.filter((_, slot) => {
    const values = new Set(cases.map(({ environment }) => JSON.stringify(environment[slot])));
    return slot < needed && values.size > 1 && !read.has(slot);
  }).length;
};

/** Judges an expression of this cost. `needed` is the number of variables that ought to matter. */
export const candidateOf = (expression: Expression, cost: number, problem: Problem, needed: number): Candidate => ({
  expression,
  score:
    cost +
    IGNORED_COST * ignored(expression, problem, needed) +
    (problem.depth === 0 ? UNMET_COST * Math.min(MOST_UNMET, problem.hints.unmet(expression)) : 0),
});
