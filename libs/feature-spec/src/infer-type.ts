import { listOf, type ScalarType, type ValueType } from './value-type.ts';
import type { Scalar, Value } from './value.ts';

const isList = (value: Value): value is readonly Scalar[] => typeof value === 'object';

// The three are all that a scalar can be.
const scalarType = (value: Scalar): ScalarType => typeof value as ScalarType;

const only = <Item>(items: Iterable<Item>): Item | undefined => {
  const [first, ...others] = new Set(items);
  return others.length === 0 ? first : undefined;
};

/**
 * The one type that all of these values have, or undefined when they have none in common. An empty list is a list of
 * anything; when there is nothing but empty lists, they are lists of strings.
 */
export const typeOf = (values: readonly Value[]): ValueType | undefined => {
  const lists = values.filter(isList);
  if (lists.length === 0) return only(values.flatMap((value) => (isList(value) ? [] : [scalarType(value)])));
  if (lists.length < values.length) return undefined;
  const elements = lists.flat();
  const element = elements.length === 0 ? 'string' : only(elements.map(scalarType));
  return element && listOf(element);
};

/** Whether the value can stand where this type is asked for. */
export const hasType = (value: Value, type: ValueType): boolean =>
  isList(value) && value.length === 0 ? type.startsWith('list<') : typeOf([value]) === type;
