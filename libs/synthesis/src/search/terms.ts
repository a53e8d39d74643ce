import type { Value } from '@troupe/feature-spec';
import { chooseTerm, type Term } from './decision-list.ts';
import type { Gathering } from './gathering.ts';
import { createLines } from './lines.ts';
import type { Mask } from './masks.ts';
import type { Problem } from './problem.ts';
import { createTemplates } from './templates.ts';

/** The numbers among some values. */
export const numbersAmong = (values: readonly Value[]): ReadonlySet<number> =>
  new Set(values.filter((value) => typeof value === 'number'));

const stringsAmong = (values: readonly Value[]): ReadonlySet<string> =>
  new Set(values.filter((value) => typeof value === 'string'));

type MakeTerm = (mask: Mask) => Term | undefined;

/** What makes terms beyond those that are enumerated, for results of this type. */
const termMaker = ({ returns, cases, named }: Problem, { bases, pieces }: Gathering): MakeTerm => {
  const results = cases.map(({ expected }) => expected);
  // The type of the results says what they are.
  if (returns === 'number') return createLines({ bases, results: results as number[], named: numbersAmong(named) });
  if (returns === 'string')
    return createTemplates({ pieces, results: results as string[], named: stringsAmong(named) });
  return () => undefined;
};

const cheaper = (one: Term | undefined, other: Term | undefined): Term | undefined => {
  if (!one || !other) return one ?? other;
  return other.cost < one.cost ? other : one;
};

/** The cheapest term for a set of cases, enumerated or made; each set is looked at once. */
export const bestTerms = (problem: Problem, gathering: Gathering): MakeTerm => {
  const enumerated = chooseTerm(gathering.terms());
  const make = termMaker(problem, gathering);
  const known = new Map<Mask, Term | undefined>();
  return (mask) => {
    if (!known.has(mask)) known.set(mask, cheaper(enumerated(mask), make(mask)));
    return known.get(mask);
  };
};
