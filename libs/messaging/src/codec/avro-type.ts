import type { EventDefinition } from '@troupe/contracts';
import avro, { type Type } from 'avsc';

/** Whether a value may be of one of several types; avsc has one class for each way of writing it down. */
export const isUnion = (type: Type): type is avro.types.UnwrappedUnionType | avro.types.WrappedUnionType =>
  type instanceof avro.types.UnwrappedUnionType || type instanceof avro.types.WrappedUnionType;

const types = new WeakMap<object, Type>();

/** The avsc type of an event's schema, parsed once. */
export const avroTypeOf = (definition: EventDefinition): Type => {
  const known = types.get(definition.schema);
  if (known !== undefined) return known;
  // Structurally the same; avsc's own schema type is a wider union that lists mutable arrays.
  const schema = definition.schema as unknown as avro.Schema;
  const type = avro.Type.forSchema(schema, { wrapUnions: 'never', omitRecordMethods: true });
  types.set(definition.schema, type);
  return type;
};
