import { leavesOf, predicatesOf, type DecisionTree } from './decision-tree.ts';
import { sizeOf } from './masks.ts';
import type { Case, Problem } from './problem.ts';
import { everyPart, type Expression } from '../expression.ts';

const isThreshold = (condition: Expression): boolean =>
  condition.kind === 'call' && ['<', '<=', '>', '>='].includes(condition.operator.name);

/** Conditions that are met by one value only say nothing about others. */
const singlesOut = (condition: Expression): boolean =>
  everyPart(condition).some(
    (part) => part.kind === 'call' && part.operator.name === '===' && part.operator.takes[0] !== 'boolean',
  );

/** What examples can bear out: the more there are, and the more they show, the more complicated a program may be. */
const FREE_COST = 10;
const COST_OF_EXAMPLE = 4;
const COST_OF_LONG_EXAMPLE = 7;
const LONG = 8;

const shows = ({ expected }: Case): number => {
  const isLong = typeof expected === 'object' || (typeof expected === 'string' && expected.length >= LONG);
  return isLong ? COST_OF_LONG_EXAMPLE : COST_OF_EXAMPLE;
};

/** The cost up to which a program is borne out by these cases. */
const bearable = ({ cases }: Problem): number => cases.reduce((sum, one) => sum + shows(one), FREE_COST);

/**
 * Whether decisions only repeat the examples: as many branches as examples, or constants for most of them, each singled
 * out by its own value. Constants behind thresholds are steps of a scale, which is what many rules are.
 */
export const isLookup = (tree: DecisionTree, problem: Problem): boolean => {
  const { cases, returns } = problem;
  const [leaves, conditions] = [leavesOf(tree), predicatesOf(tree).map(({ expression }) => expression())];
  if (leaves.length === 1) return false;
  if (tree.cost > bearable(problem)) return true;
  if (returns === 'boolean') return false;
  const isScale = conditions.every(isThreshold);
  if (leaves.length >= cases.length && (!isScale || cases.length < 3)) return true;
  const lonely = leaves.filter(({ term, decides }) => term.isConstant && sizeOf(decides) === 1);
  return lonely.length > cases.length / 2 && !isScale && conditions.some(singlesOut);
};
