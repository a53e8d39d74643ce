import {
  definitionsIn,
  isArray,
  isEnum,
  isMap,
  isRecord,
  isUnion,
  type AvroRecord,
  type AvroType,
  type SchemaFile,
} from '@troupe/contracts/avro';

const SCALARS: Readonly<Record<string, string>> = {
  boolean: 'false',
  int: '1',
  long: '1',
  double: '0.5',
  bytes: 'Buffer.of(1)',
};

/** A value of a type, as code; a text is the name of its field. */
const sampleOf = (type: AvroType, field: string, names: ReadonlyMap<string, AvroType>): string => {
  if (typeof type === 'string') {
    const definition = names.get(type);
    return definition === undefined ? (SCALARS[type] ?? `'${field}'`) : sampleOf(definition, field, names);
  }
  if (isUnion(type)) return 'null';
  if (isRecord(type)) return `{ ${fieldsOf(type, names).join(', ')} }`;
  if (isEnum(type)) return `'${type.symbols[0] ?? ''}'`;
  if (isArray(type)) return `[${sampleOf(type.items, field, names)}]`;
  if (isMap(type)) return '{}';
  return sampleOf(type.type, field, names);
};

const fieldsOf = ({ fields }: AvroRecord, names: ReadonlyMap<string, AvroType>): readonly string[] =>
  fields.map(({ name, type }) => `${name}: ${sampleOf(type, name, names)}`);

/** The fields of an event's data, as code: each has the simplest value that its type allows. */
export const sampleFields = ({ schema }: SchemaFile): readonly string[] =>
  fieldsOf(schema, new Map(definitionsIn(schema).map((each) => [each.name, each])));

/** Data of an event, as code: see `sampleFields`. */
export const sampleData = (event: SchemaFile): string => `{ ${sampleFields(event).join(', ')} }`;
