import type { Value } from '@troupe/feature-spec';
import { chooseTerm, costIn, type Term } from './decision-tree.ts';
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

const remembering = (make: MakeTerm): MakeTerm => {
  const known = new Map<Mask, Term | undefined>();
  return (mask) => {
    if (!known.has(mask)) known.set(mask, make(mask));
    return known.get(mask);
  };
};

/** What makes terms beyond those that are enumerated, for results of this type. */
const termMaker = ({ returns, cases, named }: Problem, { bases, pieces }: Gathering): MakeTerm => {
  const results = cases.map(({ expected }) => expected);
  // The type of the results says what they are.
  if (returns === 'number') return createLines({ bases, results: results as number[], named: numbersAmong(named) });
  if (returns === 'string')
    return createTemplates({ pieces, results: results as string[], named: stringsAmong(named) });
  return () => undefined;
};

const cheaper = (mask: Mask, one: Term | undefined, other: Term | undefined): Term | undefined => {
  if (!one || !other) return one ?? other;
  return costIn(other, mask) < costIn(one, mask) ? other : one;
};

/** Gives the cheapest term for a set of cases, enumerated or made. */
export interface TermSource {
  /** By what has been gathered until now. Each set is looked at once. */
  readonly now: () => MakeTerm;
}

/** Terms for a problem, out of what is gathered for it. */
export const createTermSource = (problem: Problem, gathering: Gathering): TermSource => {
  let material = -1;
  let make: MakeTerm = () => undefined;
  const maker = (): MakeTerm => {
    const gathered = gathering.bases.length + gathering.pieces.length;
    if (gathered !== material) make = remembering(termMaker(problem, gathering));
    material = gathered;
    return make;
  };
  return {
    now: () => {
      const [enumerated, made] = [chooseTerm(gathering.terms()), maker()];
      return remembering((mask) => cheaper(mask, enumerated(mask), made(mask)));
    },
  };
};
