import { sameValue } from '@troupe/feature-spec';
import { hasOpposite, negate } from '../operators/negate.ts';
import type { Operand } from '../types.ts';
import type { Predicate, Term } from './decision-list.ts';
import { expressionOf, isTotal, type Entry } from './entry.ts';
import { allOf, maskOf, type Mask } from './masks.ts';
import type { Problem } from './problem.ts';

/** What was found so far, by what it is good for. */
export interface Gathering {
  /** Told of every entry. */
  readonly add: (entry: Entry) => void;
  /** The cheapest for each set of cases. */
  readonly terms: () => readonly Term[];
  readonly predicates: () => readonly Predicate[];
  /** Numbers and strings that lines and templates can be made of, the cheapest first. */
  readonly bases: readonly Entry[];
  readonly pieces: readonly Entry[];
}

const DEAREST_BASE = 6;
const DEAREST_PIECE = 9;

const isConstant = ({ made }: Entry): boolean => 'leaf' in made && made.leaf.kind === 'constant';

/** Yes and no are terms of every decision; they are no coincidence where only one case has them. */
const verdicts = ({ returns, cases }: Problem): readonly Term[] =>
  returns !== 'boolean'
    ? []
    : [true, false].map((value) => ({
        covers: maskOf(cases.length, (index) => cases[index]?.expected === value),
        cost: 1,
        isConstant: false,
        expression: () => ({ kind: 'constant', value, type: 'boolean' }),
      }));

const keepCheapest = <Kept extends { readonly cost: number }>(kept: Map<Mask, Kept>, mask: Mask, next: Kept): void => {
  const known = kept.get(mask);
  if (!known || known.cost > next.cost) kept.set(mask, next);
};

/** Makes an empty gathering. `right` is told of what is right in all cases. */
export const createGathering = (problem: Problem, right: (entry: Entry) => void): Gathering => {
  const { cases, returns } = problem;
  const full = allOf(cases.length);
  const terms = new Map<Mask, Term>();
  const predicates = new Map<Mask, Predicate>();
  const [bases, pieces]: [Entry[], Entry[]] = [[], []];
  for (const term of verdicts(problem)) terms.set(term.covers, term);

  const covers = (values: readonly (Operand | undefined)[]): Mask =>
    maskOf(cases.length, (index) => {
      const wanted = cases[index]?.expected;
      return wanted !== undefined && sameValue(wanted, values[index]);
    });
  const addTerm = (entry: Entry): void => {
    const mask = covers(entry.values);
    if (mask === full) right(entry);
    if (mask === 0) return;
    const { cost } = entry;
    keepCheapest(terms, mask, {
      covers: mask,
      cost,
      isConstant: isConstant(entry),
      expression: () => expressionOf(entry),
    });
  };
  const addPredicate = (entry: Entry): void => {
    const holds = maskOf(cases.length, (index) => entry.values[index] === true);
    const against = full & ~holds;
    const extra = hasOpposite(expressionOf(entry)) ? 0 : 1;
    keepCheapest(predicates, holds, { holds, cost: entry.cost, expression: () => expressionOf(entry) });
    keepCheapest(predicates, against, {
      holds: against,
      cost: entry.cost + extra,
      expression: () => negate(expressionOf(entry)),
    });
  };
  return {
    add: (entry) => {
      if (entry.type === returns) addTerm(entry);
      if (entry.type === 'boolean' && isTotal(entry)) addPredicate(entry);
      if (isConstant(entry)) return;
      if (entry.type === 'number' && entry.cost <= DEAREST_BASE) bases.push(entry);
      if (entry.type === 'string' && entry.cost <= DEAREST_PIECE) pieces.push(entry);
    },
    terms: () => [...terms.values()],
    predicates: () => [...predicates.values()],
    bases,
    pieces,
  };
};
