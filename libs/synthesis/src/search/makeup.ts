import type { Expression } from '../expression.ts';
import { leavesOf, predicatesOf, type DecisionTree } from './decision-tree.ts';
import type { Mask } from './masks.ts';

/** What a program is made of, part by part, as far as examples have to bear it out. */
export interface Makeup {
  /** What decides between outcomes and terms; of a yes or no all that it is made of. */
  readonly conditions: readonly Condition[];
  /** Expressions that give results, besides plain outcomes: each with the cases whose results it gives. */
  readonly terms: readonly { readonly cost: number; readonly decides: Mask }[];
}

interface Condition {
  readonly cost: number;
  /** What a threshold is one of: those of one scale can be asked in any order. */
  readonly scale?: string;
}

const THRESHOLDS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

const scaleOf = (condition: Expression): { readonly scale?: string } => {
  if (condition.kind !== 'call' || !THRESHOLDS.has(condition.operator.name)) return {};
  const [measured, boundary] = condition.operands;
  // Operators are told apart by their names, which is what is left of them in JSON.
  return boundary?.kind === 'constant' ? { scale: JSON.stringify(measured) } : {};
};

/** A program of one expression: a yes or no is a condition, anything else a term. */
export const makeupOfOne = (isDecision: boolean, cost: number, decides: Mask): Makeup =>
  isDecision ? { conditions: [{ cost }], terms: [] } : { conditions: [], terms: [{ cost, decides }] };

/** The conditions and terms of a decision tree. */
export const makeupOfTree = (isDecision: boolean, tree: DecisionTree): Makeup => {
  const conditions = predicatesOf(tree).map(({ cost, expression }) => ({ cost, ...scaleOf(expression()) }));
  const terms = leavesOf(tree)
    .filter(({ term }) => term.expression().kind !== 'constant')
    .map(({ term, decides }) => ({ cost: term.cost, decides }));
  return isDecision ? { conditions: [...conditions, ...terms], terms: [] } : { conditions, terms };
};
