import type { ScalarType, ValueType } from '@troupe/feature-spec';
import { lambdaParts, type OperandType } from '../types.ts';
import { anyListOperators } from './any-list.ts';
import { BOOLEAN_OPERATORS, equalityOf } from './booleans.ts';
import { OF_STRING_OPERATORS, TO_STRING_OPERATORS } from './conversions.ts';
import { EACH_OF_STRING_OPERATORS, filterOf, mapOf, sumOf, testsOf } from './lambdas.ts';
import { NUMBER_OPERATORS } from './numbers.ts';
import type { Operator } from './operator.ts';
import { STRING_OPERATORS } from './strings.ts';
import { NUMBER_LIST_OPERATORS, NUMBERS_FROM_NUMBER_OPERATORS, STRING_LIST_OPERATORS } from './typed-lists.ts';

const SCALARS: readonly ScalarType[] = ['number', 'string', 'boolean'];

const ofItems = (item: ScalarType): readonly Operator[] => [
  ...anyListOperators(item),
  filterOf(item),
  ...testsOf(item),
  sumOf(item),
  ...SCALARS.map((result) => mapOf(item, result)),
];

/** Every operator that is tried; those of thresholds are not, they are made with the boundaries that examples show. */
const CATALOGUE: readonly Operator[] = [
  ...NUMBER_OPERATORS,
  ...BOOLEAN_OPERATORS,
  ...SCALARS.flatMap(equalityOf),
  ...STRING_OPERATORS,
  ...OF_STRING_OPERATORS,
  ...TO_STRING_OPERATORS,
  ...NUMBER_LIST_OPERATORS,
  ...NUMBERS_FROM_NUMBER_OPERATORS,
  ...STRING_LIST_OPERATORS,
  ...EACH_OF_STRING_OPERATORS,
  ...SCALARS.flatMap(ofItems),
];

const isAmong =
  (types: ReadonlySet<ValueType>) =>
  (type: OperandType): boolean => {
    const parts = lambdaParts(type);
    // What has no arrow is the type of a value.
    return parts ? types.has(parts.item) && types.has(parts.result) : types.has(type as ValueType);
  };

/** The operators that take and give nothing but these types. */
export const operatorsFor = (types: ReadonlySet<ValueType>): readonly Operator[] =>
  CATALOGUE.filter(({ takes, gives }) => [...takes, gives].every(isAmong(types)));
