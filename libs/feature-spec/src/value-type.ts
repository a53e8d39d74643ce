import { TroupeError } from '@troupe/contracts';

const SCALAR_TYPES = ['number', 'string', 'boolean'] as const;

/** The type of a value that is no list. */
export type ScalarType = (typeof SCALAR_TYPES)[number];

/** A type of arguments and results, written as in `spec.validated`. Lists hold scalars of one type. */
export type ValueType = ScalarType | `list<${ScalarType}>`;

/** Every type that there is. */
export const VALUE_TYPES: readonly ValueType[] = SCALAR_TYPES.flatMap((scalar): ValueType[] => [
  scalar,
  `list<${scalar}>`,
]);

const isValueType = (text: string): text is ValueType => VALUE_TYPES.some((type) => type === text);

/** Reads a type as it is written in `spec.validated`. @throws TroupeError SPEC_INVALID when there is no such type */
export const parseType = (text: string): ValueType => {
  if (isValueType(text)) return text;
  throw new TroupeError('SPEC_INVALID', `'${text}' is no type of a value: write one of ${VALUE_TYPES.join(', ')}`);
};

/** The list of such values. */
export const listOf = (element: ScalarType): ValueType => `list<${element}>`;

/** What a list of this type holds; undefined when it is no list. */
export const elementOf = (type: ValueType): ScalarType | undefined =>
  SCALAR_TYPES.find((scalar) => listOf(scalar) === type);
