import { operatorsFor } from '../operators/catalogue.ts';
import type { Operator } from '../operators/operator.ts';
import { placesOf, type Problem } from './problem.ts';
import { typesOf } from './types-of.ts';

/** What is done with numbers that only count characters and items. */
const OF_COUNTS = ['add', 'subtract', 'smaller', 'larger', 'toText', 'remainder', 'wholeQuotient'];

const isNumeric = ({ takes, gives }: Operator): boolean =>
  takes.every((type) => type === 'number') && (gives === 'number' || gives === 'string');

/** The operators that programs for this problem can be made of. */
export const relevantOperators = (problem: Problem): readonly Operator[] => {
  const { slots, returns } = problem;
  const all = operatorsFor(typesOf(problem));
  const places = placesOf(problem);
  const types = [returns, ...slots.filter((_, slot) => !places.includes(slot))];
  return types.some((type) => type.includes('number'))
    ? all
    : all.filter((one) => !isNumeric(one) || OF_COUNTS.includes(one.name));
};
