import { everyPart, slotsOf, type Expression } from '../expression.ts';
import type { Makeup } from './makeup.ts';
import type { Problem } from './problem.ts';

/** A program that is right in all cases. */
export interface Candidate {
  readonly expression: Expression;
  /** How complicated it is, and how far from what is asked for; lower is better. */
  readonly score: number;
  readonly makeup: Makeup;
}

const IGNORED_COST = 3;
const UNMET_WORD_COST = 3;
const UNMET_NUMBER_COST = 4;
const MOST_UNMET_WORDS = 2;
const MOST_UNMET_NUMBERS = 3;
/** Of programs that are as simple, the one that more words speak for comes first. */
const AFFINITY = 0.01;

/** How many variables ought to matter: the place of an item, which comes last, may always be ignored. */
const needed = ({ slots, depth }: Problem): number => slots.length - (depth > 0 ? 1 : 0);

/** How many variables differ from case to case, and are not looked at. */
const ignored = (expression: Expression, problem: Problem): number => {
  const read = slotsOf(expression);
  return problem.slots.slice(0, needed(problem)).filter((_, slot) => {
    const values = new Set(problem.cases.map(({ environment }) => JSON.stringify(environment[slot])));
    return values.size > 1 && !read.has(slot);
  }).length;
};

/** How many of the numbers that the description names are nowhere in the program, in any of their forms. */
const unmetNumbers = (expression: Expression, { demands }: Problem): number => {
  const held = new Set(everyPart(expression).flatMap((part) => (part.kind === 'constant' ? [part.value] : [])));
  return demands.filter((forms) => !forms.some((form) => held.has(form))).length;
};

/** What words cost that ask for something which the program does not do. */
export const unmetWordsCost = (expression: Expression, { hints }: Problem): number =>
  UNMET_WORD_COST * Math.min(MOST_UNMET_WORDS, hints.unmet(expression));

const unmet = (expression: Expression, problem: Problem): number =>
  unmetWordsCost(expression, problem) +
  UNMET_NUMBER_COST * Math.min(MOST_UNMET_NUMBERS, unmetNumbers(expression, problem));

/** Judges an expression of this cost. What is part of another program is not measured by what is asked of the whole. */
export const candidateOf = (expression: Expression, cost: number, makeup: Makeup, problem: Problem): Candidate => ({
  expression,
  makeup,
  score:
    cost +
    IGNORED_COST * ignored(expression, problem) +
    (problem.depth === 0 ? unmet(expression, problem) : 0) -
    AFFINITY * problem.hints.affinity(expression),
});
