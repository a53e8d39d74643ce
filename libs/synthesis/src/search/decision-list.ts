import type { Expression } from '../expression.ts';
import { isWithin, sizeOf, type Mask } from './masks.ts';

/** An expression that is right in some cases. */
export interface Term {
  readonly covers: Mask;
  readonly cost: number;
  readonly expression: () => Expression;
  /** True when it is a constant: it explains nothing about the cases but their result. */
  readonly isConstant: boolean;
}

/** A condition, with the cases in which it holds. */
export interface Predicate {
  readonly holds: Mask;
  readonly cost: number;
  readonly expression: () => Expression;
}

/** Conditions in turn, each with what to give where it is the first to hold; then what to give elsewhere. */
export interface DecisionList {
  readonly branches: readonly { readonly predicate: Predicate; readonly term: Term; readonly decides: Mask }[];
  readonly otherwise: Term;
  readonly rest: Mask;
  readonly cost: number;
}

interface DecisionOptions {
  /** All cases. */
  readonly full: Mask;
  /** The cheapest term that is right in these cases. */
  readonly termFor: (mask: Mask) => Term | undefined;
  readonly predicates: readonly Predicate[];
  /** Dearer lists are not looked for. */
  readonly below: number;
}

const BRANCH_COST = 1;
/** A constant that is seen in one case only may be a coincidence. */
const LONELY_CONSTANT_COST = 3;
const MOST_BRANCHES = 7;
/** How many sets of cases are looked into at most. */
const MOST_STEPS = 60_000;

/** What a term costs where it decides these cases. */
const costIn = (term: Term, mask: Mask): number =>
  term.cost + (term.isConstant && sizeOf(mask) === 1 ? LONELY_CONSTANT_COST : 0);

/** What conditions can be told apart by in these cases: the cheapest for each part of them. */
const partsOf = (mask: Mask, predicates: readonly Predicate[]): readonly (readonly [Mask, Predicate])[] => {
  const parts = new Map<Mask, Predicate>();
  for (const predicate of predicates) {
    const part = predicate.holds & mask;
    const known = parts.get(part);
    if (part !== 0 && part !== mask && (!known || known.cost > predicate.cost)) parts.set(part, predicate);
  }
  return [...parts].sort(([, one], [, other]) => one.cost - other.cost);
};

/** The cheapest decision list that is right in all cases; undefined when none is cheaper than `below`. */
export const cheapestDecisions = ({ full, termFor, predicates, below }: DecisionOptions): DecisionList | undefined => {
  let steps = 0;
  const known = new Map<Mask, { readonly bound: number; readonly list: DecisionList | undefined }>();

  const search = (mask: Mask, bound: number, depth: number): DecisionList | undefined => {
    const before = known.get(mask);
    if (before?.list) return before.list.cost < bound ? before.list : undefined;
    if (before && before.bound >= bound) return undefined;
    const list = look(mask, bound, depth);
    known.set(mask, { bound, list });
    return list;
  };

  const look = (mask: Mask, bound: number, depth: number): DecisionList | undefined => {
    const single = termFor(mask);
    const cost = single ? costIn(single, mask) : Infinity;
    let best: DecisionList | undefined =
      single && cost < bound ? { branches: [], otherwise: single, rest: mask, cost } : undefined;
    if (depth >= MOST_BRANCHES) return best;
    for (const [decides, predicate] of partsOf(mask, predicates)) {
      const limit = best?.cost ?? bound;
      const spent = predicate.cost + BRANCH_COST;
      // Every term costs at least 1, on either side.
      if (spent + 2 >= limit || (steps += 1) > MOST_STEPS) break;
      const term = termFor(decides);
      if (!term || spent + costIn(term, decides) + 1 >= limit) continue;
      const branch = spent + costIn(term, decides);
      const rest = search(mask & ~decides, limit - branch, depth + 1);
      if (rest && branch + rest.cost < limit)
        best = { ...rest, branches: [{ predicate, term, decides }, ...rest.branches], cost: branch + rest.cost };
    }
    return best;
  };
  return search(full, below, 0);
};

/** The expression that takes these decisions. */
export const decisionsOf = ({ branches, otherwise }: DecisionList): Expression =>
  branches.reduceRight<Expression>(
    (rest, { predicate, term }) => ({
      kind: 'choice',
      condition: predicate.expression(),
      then: term.expression(),
      otherwise: rest,
    }),
    otherwise.expression(),
  );

/** The cheapest of these terms that is right in all of these cases; remembers what it was asked. */
export const chooseTerm = (terms: readonly Term[]): ((mask: Mask) => Term | undefined) => {
  const sorted = [...terms].sort((one, other) => one.cost - other.cost);
  const known = new Map<Mask, Term | undefined>();
  return (mask) => {
    if (!known.has(mask))
      known.set(
        mask,
        sorted.find(({ covers }) => isWithin(mask, covers)),
      );
    return known.get(mask);
  };
};
