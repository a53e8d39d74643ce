import { isArray, isEnum, isMap, isRecord, isUnion, type AvroEnum, type AvroRecord, type AvroType } from '../avro.ts';

/** The records and enums that a schema defines, by name: Avro refers to a type that it defined before by its name alone. */
export type NamedTypes = ReadonlyMap<string, AvroRecord | AvroEnum>;

/** Collects the named types of a schema, itself included. */
export const namedTypesOf = (schema: AvroType): NamedTypes => new Map(collect(schema).map((type) => [type.name, type]));

const collect = (type: AvroType): readonly (AvroRecord | AvroEnum)[] => {
  if (typeof type === 'string') return [];
  if (isUnion(type)) return type.flatMap(collect);
  if (isRecord(type)) return [type, ...type.fields.flatMap((field) => collect(field.type))];
  if (isEnum(type)) return [type];
  if (isArray(type)) return collect(type.items);
  return isMap(type) ? collect(type.values) : [];
};

/** The type itself where a name stands for one; a primitive becomes `{ type }`, so that callers look at one form. */
export const resolveType = (type: AvroType, named: NamedTypes): Exclude<AvroType, string> =>
  typeof type === 'string' ? (named.get(type) ?? { type }) : type;

/** The type beside null in an optional field's union; undefined where the type is no union. */
export const optionalType = (type: AvroType): AvroType | undefined =>
  isUnion(type) ? type.find((branch) => branch !== 'null') : undefined;
