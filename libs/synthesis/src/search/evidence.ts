import { unmetWordsCost, type Candidate } from './candidate.ts';
import { BITS_OF_COST, type Census } from './census.ts';
import type { Makeup } from './makeup.ts';
import { casesIn } from './masks.ts';
import type { Problem } from './problem.ts';

/** A part of a program, weighed in bits. */
export interface Weight {
  /** What it takes to tell it from all that are as simple. */
  readonly needs: number;
  /** What it explains of the examples, beyond chance. */
  readonly told: number;
}

/** Counts are estimates: half a bit is within them. */
const TOLERANCE = 0.5;
/** Kindred expressions give like results, so that more of them are right by chance than each result alone would let. */
const KINSHIP = 2;

/** The logarithm of the number of ways in which so many cases can have these labels. */
const arrangementBits = (labels: readonly string[]): number => {
  const counts = new Map<string, number>();
  let bits = 0;
  for (const [index, label] of labels.entries()) {
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    bits += Math.log2((index + 1) / count);
  }
  return bits;
};

/** The logarithm of the number of orders in which the thresholds of each scale can be asked: all of them are one rule. */
const orderBits = ({ conditions }: Makeup): number => {
  const scales = Map.groupBy(conditions, ({ scale }) => scale);
  scales.delete(undefined);
  return sum([...scales.values()].map((of) => sum(of.map((_, index) => Math.log2(index + 1)))));
};

/** What gives the result of each case: a term, or else the outcome itself. */
const labelsOf = ({ terms }: Makeup, { cases }: Problem): readonly string[] =>
  cases.map(({ expected }, index) => {
    const term = terms.findIndex(({ decides }) => (decides >> index) & 1);
    return term < 0 ? JSON.stringify(expected) : `term ${term}`;
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Weighs what a program is made of. Conditions are told by which case has which outcome; a term by the results that it
 * gives, each as far as others do not give it by chance. What one part explains bears out no other. A word that asks for
 * what the program does not do speaks against each part.
 */
export const weigh = (
  { expression, makeup }: Pick<Candidate, 'expression' | 'makeup'>,
  problem: Problem,
  census: Census,
): readonly Weight[] => {
  const against = BITS_OF_COST * unmetWordsCost(expression, problem);
  const conditions = makeup.conditions.map(({ cost }) => census.conditionBits(cost));
  const deciding = {
    needs: against + sum(conditions) - orderBits(makeup),
    told: arrangementBits(labelsOf(makeup, problem)),
  };
  return [
    ...(conditions.length === 0 ? [] : [deciding]),
    ...makeup.terms.map(({ cost, decides }) => ({
      needs: against + KINSHIP + census.resultBits(cost),
      told: sum(casesIn(decides).map((index) => census.surprise(index))),
    })),
  ];
};

/**
 * How many more examples it would take that tell as much as those that there are, about: 0 when these tell enough to say each
 * part; else a program so long would fit others as well. Infinite where they tell nothing of one.
 */
export const examplesLacking = (weights: readonly Weight[], examples: number): number =>
  Math.max(
    ...weights.map(({ needs, told }) => {
      const missing = needs - told - TOLERANCE;
      return missing <= 0 ? 0 : Math.ceil((missing * examples) / told);
    }),
  );
