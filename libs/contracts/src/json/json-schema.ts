import { isArray, isEnum, isMap, isRecord, type AvroRecord, type AvroType } from '../avro.ts';
import type { EventDefinition } from '../event.ts';
import { namedTypesOf, optionalType, resolveType, type NamedTypes } from './named-types.ts';
import { scalarForm } from './scalars.ts';

/** A JSON Schema (2020-12) for the JSON form of an event's data, for OpenAPI; `parseJsonData` is what decides. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Derives the JSON Schema of an event's data from its Avro schema. */
export const jsonSchemaOf = (definition: EventDefinition): JsonSchema => {
  // The generator has checked every schema that an event type is made from.
  const schema = definition.schema as AvroRecord;
  return schemaOf(schema, namedTypesOf(schema));
};

const schemaOf = (type: AvroType, named: NamedTypes): JsonSchema => {
  const optional = optionalType(type);
  if (optional !== undefined) return { anyOf: [schemaOf(optional, named), { type: 'null' }] };
  const resolved = resolveType(type, named);
  if (isRecord(resolved)) return recordSchema(resolved, named);
  if (isEnum(resolved)) return { type: 'string', enum: [...resolved.symbols], description: resolved.doc };
  if (isArray(resolved)) return { type: 'array', items: schemaOf(resolved.items, named) };
  if (isMap(resolved)) return { type: 'object', additionalProperties: schemaOf(resolved.values, named) };
  return 'type' in resolved ? (scalarForm(resolved)?.jsonSchema ?? {}) : {};
};

const recordSchema = (record: AvroRecord, named: NamedTypes): JsonSchema => ({
  type: 'object',
  description: record.doc,
  additionalProperties: false,
  required: record.fields.filter((field) => field.default === undefined).map((field) => field.name),
  properties: Object.fromEntries(
    record.fields.map((field) => [
      field.name,
      {
        ...schemaOf(field.type, named),
        description: field.doc,
        ...(field.default === undefined ? {} : { default: field.default }),
      },
    ]),
  ),
});
