import type { ScalarType, ValueType } from '@troupe/feature-spec';
import { lambdaParts, type OperandType } from '../types.ts';
import { anyListOperators } from './any-list.ts';
import { AT_LEAST, BOOLEAN_OPERATORS, equalityOf, MORE_THAN } from './booleans.ts';
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

/** Every operator that there is, but for those of thresholds. */
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

/** The operators of thresholds, which are made with boundaries that the examples show. */
export const THRESHOLD_OPERATORS = { AT_LEAST, MORE_THAN } as const;
