import type { Expression } from '../expression.ts';
import { negate } from '../operators/negate.ts';
import { isWithin, sizeOf, type Mask } from './masks.ts';

/** An expression that is right in some cases. */
export interface Term {
  readonly covers: Mask;
  readonly cost: number;
  readonly expression: () => Expression;
  /** True when it is a constant that nothing speaks for: it explains nothing about the cases but their result. */
  readonly isConstant: boolean;
}

/** A condition, with the cases in which it holds. */
export interface Predicate {
  readonly holds: Mask;
  readonly cost: number;
  readonly expression: () => Expression;
  /** The cases in which a number has the one value that it is compared with: this says nothing about others. */
  readonly point: Mask;
}

/** What to give in some cases: a term, or one of two trees, by a condition. */
export type DecisionTree = DecisionLeaf | DecisionBranch;

interface DecisionLeaf {
  readonly term: Term;
  readonly decides: Mask;
  readonly cost: number;
}

interface DecisionBranch {
  readonly predicate: Predicate;
  readonly yes: DecisionTree;
  readonly no: DecisionTree;
  readonly cost: number;
}

interface DecisionOptions {
  /** All cases. */
  readonly full: Mask;
  /** The cheapest term that is right in these cases. */
  readonly termFor: (mask: Mask) => Term | undefined;
  readonly predicates: readonly Predicate[];
  /** Dearer trees are not looked for. */
  readonly below: number;
  /** How many ways to go on are looked at. */
  readonly steps: number;
}

const BRANCH_COST = 1;
/** A constant that is seen in one case only may be a coincidence, and so may a value that one case is told by. */
const LONELY_CONSTANT_COST = 3;
const LONELY_POINT_COST = 2;
/** Rules are rather lists of exceptions than trees: a branch inside of what holds counts twice. */
const DEEPEST = 8;
const DEEPER_BY_YES = 2;
/** To go through so many predicates takes as long as one step. */
const PREDICATES_OF_STEP = 100;

/** What a term costs where it decides these cases. */
export const costIn = (term: Term, mask: Mask): number =>
  term.cost + (term.isConstant && sizeOf(mask) === 1 ? LONELY_CONSTANT_COST : 0);

const conditionCost = ({ cost, point }: Predicate, mask: Mask): number =>
  cost + BRANCH_COST + (sizeOf(point & mask) === 1 ? LONELY_POINT_COST : 0);

/** Some cases of several, and what holds in them alone. */
type Split = readonly [Mask, Predicate];

/** What these cases can be split by: the cheapest condition for each way, on whichever side it holds. */
const splitsOf = (mask: Mask, predicates: readonly Predicate[]): readonly Split[] => {
  const splits = new Map<Mask, Predicate>();
  for (const predicate of predicates) {
    const part = predicate.holds & mask;
    if (part === 0 || part === mask) continue;
    const known = splits.get(part) ?? splits.get(mask & ~part);
    if (known && known.cost <= predicate.cost) continue;
    splits.delete(mask & ~part);
    splits.set(part, predicate);
  }
  return [...splits].sort(([, one], [, other]) => one.cost - other.cost);
};

/** How much dearer than the cheapest a tree may be, to be offered beside it. */
const SLACK = 8;
const MOST_TREES = 12;

/**
 * Decision trees that are right in all cases and cheaper than `below`, the cheapest first: of those that begin with the
 * same condition one.
 */
export const cheapestDecisions = ({
  full,
  termFor,
  predicates,
  below,
  steps: most,
}: DecisionOptions): readonly DecisionTree[] => {
  let steps = 0;
  const known = new Map<Mask, { readonly bound: number; readonly tree: DecisionTree | undefined }>();

  const search = (mask: Mask, bound: number, depth: number): DecisionTree | undefined => {
    const before = known.get(mask);
    if (before?.tree) return before.tree.cost < bound ? before.tree : undefined;
    if (before && before.bound >= bound) return undefined;
    const tree = look(mask, bound, depth);
    known.set(mask, { bound, tree });
    return tree;
  };
  const leaf = (mask: Mask, bound: number): DecisionLeaf | undefined => {
    const term = termFor(mask);
    const cost = term ? costIn(term, mask) : Infinity;
    return term && cost < bound ? { term, decides: mask, cost } : undefined;
  };
  const branch = (mask: Mask, [part, predicate]: Split, bound: number, depth: number): DecisionBranch | undefined => {
    const spent = conditionCost(predicate, mask);
    const yes = search(part, bound - spent - 1, depth + DEEPER_BY_YES);
    const no = yes && search(mask & ~part, bound - spent - yes.cost, depth + 1);
    return no && { predicate, yes, no, cost: spent + yes.cost + no.cost };
  };
  /** Every term costs at least 1, on either side. */
  const isHopeless = ({ cost }: Predicate, bound: number): boolean =>
    cost + BRANCH_COST + 2 > bound || (steps += 1) > most;

  const look = (mask: Mask, bound: number, depth: number): DecisionTree | undefined => {
    let best: DecisionTree | undefined = leaf(mask, bound);
    if (depth >= DEEPEST || steps > most) return best;
    steps += predicates.length / PREDICATES_OF_STEP;
    for (const split of splitsOf(mask, predicates)) {
      const limit: number = best?.cost ?? bound;
      if (isHopeless(split[1], limit)) break;
      best = branch(mask, split, limit, depth) ?? best;
    }
    return best;
  };

  const single = leaf(full, below);
  const trees: DecisionTree[] = single ? [single] : [];
  let limit = Math.min(below, single?.cost ?? Infinity);
  for (const split of splitsOf(full, predicates)) {
    if (isHopeless(split[1], limit)) break;
    const tree = branch(full, split, limit, 0);
    if (tree) trees.push(tree);
    limit = Math.min(limit, (tree?.cost ?? Infinity) + SLACK);
  }
  return trees.sort((one, other) => one.cost - other.cost).slice(0, MOST_TREES);
};

/** The leaves of a tree, from left to right. */
export const leavesOf = (tree: DecisionTree): readonly DecisionLeaf[] =>
  'term' in tree ? [tree] : [...leavesOf(tree.yes), ...leavesOf(tree.no)];

/** The conditions of a tree. */
export const predicatesOf = (tree: DecisionTree): readonly Predicate[] =>
  'term' in tree ? [] : [tree.predicate, ...predicatesOf(tree.yes), ...predicatesOf(tree.no)];

/** The expression that takes these decisions: what is decided at once comes before what is decided further. */
export const decisionsOf = (tree: DecisionTree): Expression => {
  if ('term' in tree) return tree.term.expression();
  const condition = tree.predicate.expression();
  const [yes, no] = [decisionsOf(tree.yes), decisionsOf(tree.no)];
  return !('term' in tree.yes) && 'term' in tree.no
    ? { kind: 'choice', condition: negate(condition), then: no, otherwise: yes }
    : { kind: 'choice', condition, then: yes, otherwise: no };
};

/** The same decisions, with one condition replaced by another that holds in the same cases. */
export const variantsOf = (
  tree: DecisionTree,
  others: (predicate: Predicate) => readonly Predicate[],
): readonly DecisionTree[] => {
  if ('term' in tree) return [];
  const { predicate, yes, no, cost } = tree;
  return [
    ...others(predicate).map((other) => ({ ...tree, predicate: other, cost: cost + other.cost - predicate.cost })),
    ...variantsOf(yes, others).map((other) => ({ ...tree, yes: other, cost: cost + other.cost - yes.cost })),
    ...variantsOf(no, others).map((other) => ({ ...tree, no: other, cost: cost + other.cost - no.cost })),
  ];
};

/** The cheapest of these terms that is right in all of these cases. */
export const chooseTerm = (terms: readonly Term[]): ((mask: Mask) => Term | undefined) => {
  const byCost = [...terms].sort((one, other) => one.cost - other.cost);
  const alone = [...terms].sort((one, other) => costIn(one, 1) - costIn(other, 1));
  return (mask) => (sizeOf(mask) === 1 ? alone : byCost).find(({ covers }) => isWithin(mask, covers));
};
