import { elementOf, listOf, type ValueType } from '@troupe/feature-spec';
import type { Problem } from './problem.ts';

/** Words that make a number something that is written in digits. */
const WRITTEN = ['digit', 'palindrome', 'reverse', 'binary'];
/** Words that make numbers out of one number. */
const COUNTED = ['digit', 'factorial', 'range', 'prime', 'divisor', 'factor', 'countdown', 'sequence', 'until'];

const closure = (type: ValueType): readonly ValueType[] => {
  const element = elementOf(type);
  if (element) return [type, element, 'number'];
  return type === 'string' ? [type, 'list<string>', 'number'] : [type];
};

/** The types that expressions can have on the way from the parameters to the result. */
export const typesOf = ({ slots, returns, hints, depth }: Problem): ReadonlySet<ValueType> => {
  const types = new Set<ValueType>(['boolean', ...[...slots, returns].flatMap(closure)]);
  // Numbers are written out, or counted up to, where something else than a number is made of them, or words ask for it.
  if (slots.includes('number') && WRITTEN.some(hints.says)) for (const type of closure('string')) types.add(type);
  if (slots.includes('number') && [...WRITTEN, ...COUNTED].some(hints.says)) types.add(listOf('number'));
  const isFromNumbers = !slots.some((type) => type === 'string' || elementOf(type));
  if (elementOf(returns) && isFromNumbers) types.add(listOf('number'));
  if (slots.includes('string') && (returns === 'number' || returns === 'list<number>')) types.add(listOf('number'));
  if (depth > 0 && returns !== 'list<string>') types.delete('list<string>');
  return types;
};
