import avro, { type Type } from 'avsc';
import { isUnion } from './avro-type.ts';

/** The first place where data does not fit its schema. */
export interface Misfit {
  /** The field, with the way to it: `lines.0.quantity`. Empty for the record itself. */
  readonly path: string;
  /** What is wrong there and what was expected, in words. Values are cut to 60 characters. */
  readonly message: string;
}

/** Where `data` does not fit `type`, or nothing. A field that the schema does not know counts: avsc would drop it silently. */
export const findMisfit = (type: Type, data: unknown): Misfit | undefined => {
  if (type.isValid(data, { noUndeclaredFields: true })) return undefined;
  const misfits: Misfit[] = [];
  type.isValid(data, {
    noUndeclaredFields: true,
    errorHook: (path, value: unknown, expected) => void misfits.push(describeMisfit(path, value, expected)),
  });
  return misfits[0] ?? { path: '', message: `the data does not fit ${type.name ?? type.typeName}` };
};

const describeMisfit = (path: readonly string[], value: unknown, expected: Type): Misfit => {
  const unknown = unknownField(value, expected);
  if (unknown === undefined)
    return { path: path.join('.'), message: `expected ${describeType(expected)}, got ${describeValue(value)}` };
  return { path: [...path, unknown].join('.'), message: 'the schema has no such field: is it misspelt?' };
};

const unknownField = (value: unknown, expected: Type): string | undefined => {
  if (!(expected instanceof avro.types.RecordType) || typeof value !== 'object' || value === null) return undefined;
  const known = new Set(expected.fields.map(({ name }) => name));
  return Object.keys(value).find((key) => !known.has(key));
};

const describeType = (type: Type): string => {
  if (type instanceof avro.types.EnumType) return `one of ${type.symbols.join(', ')}`;
  if (isUnion(type)) return type.types.map(describeType).reverse().join(' or ');
  if (type instanceof avro.types.RecordType) return `a record ${type.name ?? ''}`.trimEnd();
  return NAMES[type.typeName] ?? type.typeName;
};

const NAMES: Readonly<Record<string, string>> = {
  int: 'a whole number of 32 bits',
  long: 'a whole number that JavaScript holds exactly (below 2^53)',
  double: 'a number',
  float: 'a number',
  string: 'a string',
  boolean: 'true or false',
  bytes: 'a Buffer',
  array: 'an array',
  map: 'an object of values by name',
  null: 'null',
};

const describeValue = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return typeof value;
  const text = typeof value === 'object' ? shortJson(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const shortJson = (value: object | null): string => {
  if (value === null) return 'null';
  return Array.isArray(value)
    ? `an array of ${value.length}`
    : `an object with ${Object.keys(value).join(', ') || 'no fields'}`;
};
