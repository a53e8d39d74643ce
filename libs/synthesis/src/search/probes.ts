import { sameValue, type Value } from '@troupe/feature-spec';
import { compile } from '../evaluate.ts';
import type { Expression } from '../expression.ts';
import type { Problem } from './problem.ts';

const MOST_PROBES = 60;

const nearby = (value: Value): readonly Value[] => {
  if (typeof value === 'number') return [value + 1, value - 1, value * 2, Math.round(value / 2), value + 10];
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'string') return [`${value}a`, value.slice(1), value.toUpperCase(), `${value} ${value}`];
  return [value.slice(1), value.toReversed(), [...value, ...value.slice(0, 1)], value.slice(0, -1)];
};

/** Arguments like those of the examples: each changed a little, and mixed among one another. */
const probesFor = ({ cases, slots }: Problem): readonly (readonly Value[])[] => {
  // Every variable of the outermost problem has a value.
  const all = cases.map(({ environment }) => environment as readonly Value[]);
  const changed = all.flatMap((values) =>
    slots.flatMap((_, slot) => {
      const value = values[slot];
      return value === undefined ? [] : nearby(value).map((other) => values.with(slot, other));
    }),
  );
  const mixed = all.flatMap((values, index) =>
    slots.flatMap((_, slot) => {
      const other = all[(index + 1) % all.length]?.[slot];
      return other === undefined ? [] : [values.with(slot, other)];
    }),
  );
  const probes = [...mixed, ...changed];
  return probes.filter((_, index) => index % Math.ceil(probes.length / MOST_PROBES) === 0);
};

const same = (one: Value | undefined, other: Value | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameValue(one, other);

/**
 * How far other programs that fit the examples agree with this one on arguments that are like those of the examples:
 * 1 when no argument was found on which they differ.
 */
export const agreementOf = (problem: Problem, chosen: Expression, others: readonly Expression[]): number => {
  const probes = probesFor(problem);
  if (others.length === 0 || probes.length === 0) return 1;
  const own = compile(chosen);
  const rivals = others.map(compile);
  const agreed = probes.filter((values) => {
    const wanted = own([...values]);
    return rivals.every((rival) => same(wanted, rival([...values])));
  });
  return agreed.length / probes.length;
};

/** Those of the programs that differ from this one on some arguments like those of the examples. */
export const differing = (problem: Problem, chosen: Expression, others: readonly Expression[]): readonly Expression[] =>
  others.filter((other) => agreementOf(problem, chosen, [other]) < 1);
