import { isArray, isEnum, isMap, isRecord, type AvroRecord, type AvroType } from '../avro.ts';
import type { EventDefinition } from '../event.ts';
import { namedTypesOf, optionalType, resolveType, type NamedTypes } from './named-types.ts';
import { scalarForm } from './scalars.ts';

/** The data of an event as JSON for people and other programs: the inverse of `parseJsonData`. */
export const renderJsonData = <Data>(definition: EventDefinition<string, Data>, data: Data): unknown => {
  // The generator has checked every schema that an event type is made from.
  const schema = definition.schema as AvroRecord;
  return renderValue(schema, data, namedTypesOf(schema));
};

const renderValue = (type: AvroType, value: unknown, named: NamedTypes): unknown => {
  const optional = optionalType(type);
  if (optional !== undefined) return value === null ? null : renderValue(optional, value, named);
  const resolved = resolveType(type, named);
  // Decoded data has the shape of its schema, so each value is what its type says.
  if (isRecord(resolved)) {
    const record = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      resolved.fields.map((field) => [field.name, renderValue(field.type, record[field.name], named)]),
    );
  }
  if (isArray(resolved)) return (value as readonly unknown[]).map((item) => renderValue(resolved.items, item, named));
  if (isMap(resolved)) {
    const entries = Object.entries(value as Readonly<Record<string, unknown>>);
    return Object.fromEntries(entries.map(([key, item]) => [key, renderValue(resolved.values, item, named)]));
  }
  if (isEnum(resolved) || !('type' in resolved)) return value;
  return scalarForm(resolved)?.render(value);
};
