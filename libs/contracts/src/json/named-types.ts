import { definitionsIn, isUnion, type AvroType, type NamedType } from '../avro.ts';

/** The records and enums that a schema defines, by name: Avro refers to a type that it defined before by its name alone. */
export type NamedTypes = ReadonlyMap<string, NamedType>;

/** Collects the named types of a schema, itself included. */
export const namedTypesOf = (schema: AvroType): NamedTypes =>
  new Map(definitionsIn(schema).map((type) => [type.name, type]));

/** The type itself where a name stands for one; a primitive becomes `{ type }`, so that callers look at one form. */
export const resolveType = (type: AvroType, named: NamedTypes): Exclude<AvroType, string> =>
  typeof type === 'string' ? (named.get(type) ?? { type }) : type;

/** The type beside null in an optional field's union; undefined where the type is no union. */
export const optionalType = (type: AvroType): AvroType | undefined =>
  isUnion(type) ? type.find((branch) => branch !== 'null') : undefined;
