import { sameValue, type Value } from '@troupe/feature-spec';
import { negate, opposite } from '../operators/negate.ts';
import { createCensus, type Census } from './census.ts';
import { digitsOf } from './decimals.ts';
import type { Predicate, Term } from './decision-tree.ts';
import { expressionOf, isConstant, isTotal, type Entry } from './entry.ts';
import { allOf, maskOf, type Mask } from './masks.ts';
import { isSaid, type Problem } from './problem.ts';

/** What was found so far, by what it is good for. */
export interface Gathering {
  /** Told of every entry. */
  readonly add: (entry: Entry) => void;
  /** Told of a condition that holds in the same cases as a cheaper one. */
  readonly addAlternative: (entry: Entry) => void;
  /** Dearer conditions that hold in the same cases as this one. */
  readonly alternatives: (predicate: Predicate) => readonly Predicate[];
  /** The cheapest for each set of cases. */
  readonly terms: () => readonly Term[];
  readonly predicates: () => readonly Predicate[];
  /** Numbers and strings that lines and templates can be made of, the cheapest first. */
  /** Counts what is gathered. */
  readonly census: Census;
  readonly bases: readonly Entry[];
  readonly pieces: readonly Entry[];
}

const DEAREST_BASE = 6;
const DEAREST_PIECE = 10;

const isPoint = ({ made }: Entry): boolean =>
  'operator' in made &&
  made.operator.name === '===' &&
  made.operands.some((operand) => operand.type === 'number' && isConstant(operand));

/** Whether the opposite can be said without a `not`. */
const hasOpposite = ({ made }: Entry): boolean => 'operator' in made && opposite(made.operator) !== undefined;

/** Few results that come again are the outcomes that there are, and no coincidences. */
const MOST_OUTCOMES = 6;
const VERDICT_COST = 1;
const OUTCOME_COST = 2;
const SAID_COST = 2;
const RESULT_COST = 3;
const LONG_RESULT_COST = 5;
const LONG = 20;

const costOfResult = (problem: Problem, value: Value, areOutcomes: boolean): number => {
  if (problem.returns === 'boolean') return VERDICT_COST;
  if (areOutcomes && typeof value !== 'object') return OUTCOME_COST;
  if (isSaid(problem, value)) return SAID_COST;
  if (typeof value === 'object') return RESULT_COST + 2 * value.length;
  if (typeof value === 'number') return RESULT_COST + digitsOf(value);
  return String(value).length > LONG ? LONG_RESULT_COST : RESULT_COST;
};

/** The results themselves, as terms. They are no material for other expressions. */
const resultTerms = (problem: Problem): readonly Term[] => {
  const { returns, cases } = problem;
  const distinct = new Map(cases.map(({ expected }) => [JSON.stringify(expected), expected]));
  const areOutcomes = distinct.size <= Math.min(MOST_OUTCOMES, cases.length - 2);
  return [...distinct.values()].map((value) => ({
    covers: maskOf(cases.length, (index) => sameValue(value, cases[index]?.expected)),
    cost: costOfResult(problem, value, areOutcomes),
    isConstant: returns !== 'boolean' && !isSaid(problem, value),
    expression: () => ({ kind: 'constant', value, type: returns }),
  }));
};

const keepCheapest = <Kept extends { readonly cost: number }>(kept: Map<Mask, Kept>, mask: Mask, next: Kept): void => {
  const known = kept.get(mask);
  if (!known || known.cost > next.cost) kept.set(mask, next);
};

const MOST_ALTERNATIVES = 4;

/** The cases that an expression is right in. */
const coversOf = ({ cases }: Problem, { values }: Entry): Mask =>
  maskOf(cases.length, (index) => {
    const wanted = cases[index]?.expected;
    return wanted !== undefined && sameValue(wanted, values[index]);
  });

/** A condition, and its opposite. */
const bothWays = (entry: Entry, count: number): readonly Predicate[] => {
  const holds = maskOf(count, (index) => entry.values[index] === true);
  const against = allOf(count) & ~holds;
  const point = isPoint(entry) ? holds : 0;
  const extra = hasOpposite(entry) ? 0 : 1;
  const [cost, expression] = [entry.cost, () => expressionOf(entry)];
  return [
    { holds, cost, point, expression },
    { holds: against, cost: cost + extra, point, expression: () => negate(expression()) },
  ];
};

/** Makes an empty gathering. `right` is told of what is right in all cases. */
export const createGathering = (problem: Problem, right: (entry: Entry) => void): Gathering => {
  const { cases, returns } = problem;
  const full = allOf(cases.length);
  // The cheapest constant and the cheapest of all others: a constant that is right in one case only may be passed over.
  const [constants, others] = [new Map<Mask, Term>(), new Map<Mask, Term>()];
  const predicates = new Map<Mask, Predicate>();
  const alternatives = new Map<Mask, readonly Predicate[]>();
  const [bases, pieces]: [Entry[], Entry[]] = [[], []];
  const census = createCensus(problem, () => [...predicates.values()].map(({ cost }) => cost));
  for (const term of resultTerms(problem)) keepCheapest(term.isConstant ? constants : others, term.covers, term);
  // A constant that the description names is no coincidence.
  const isNamed = ({ made }: Entry): boolean =>
    'leaf' in made && made.leaf.kind === 'constant' && isSaid(problem, made.leaf.value);
  const addTerm = (entry: Entry): void => {
    const mask = coversOf(problem, entry);
    if (!isConstant(entry)) census.count(entry.cost, mask);
    if (mask === full) right(entry);
    if (mask === 0) return;
    const term = {
      covers: mask,
      cost: entry.cost,
      isConstant: isConstant(entry) && !isNamed(entry),
      expression: () => expressionOf(entry),
    };
    keepCheapest(term.isConstant ? constants : others, mask, term);
  };
  const addPredicate = (entry: Entry): void => {
    for (const predicate of bothWays(entry, cases.length)) keepCheapest(predicates, predicate.holds, predicate);
  };
  const addAlternative = (entry: Entry): void => {
    for (const predicate of entry.type === 'boolean' ? bothWays(entry, cases.length) : []) {
      const known = alternatives.get(predicate.holds) ?? [];
      if (known.length < MOST_ALTERNATIVES) alternatives.set(predicate.holds, [...known, predicate]);
    }
  };
  return {
    add: (entry) => {
      if (entry.type === returns) addTerm(entry);
      if (entry.type === 'boolean' && isTotal(entry)) addPredicate(entry);
      if (isConstant(entry)) return;
      if (entry.type === 'number' && entry.cost <= DEAREST_BASE) bases.push(entry);
      if (entry.type === 'string' && entry.cost <= DEAREST_PIECE) pieces.push(entry);
    },
    addAlternative,
    alternatives: ({ holds }) => alternatives.get(holds) ?? [],
    terms: () => [...constants.values(), ...others.values()],
    predicates: () => [...predicates.values()],
    census,
    bases,
    pieces,
  };
};
