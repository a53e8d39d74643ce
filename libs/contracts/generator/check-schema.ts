import avro from 'avsc';
import {
  definitionsIn,
  isArray,
  isEnum,
  isMap,
  isRecord,
  isUnion,
  PEOPLE,
  recordNameOf,
  type AvroEnum,
  type AvroField,
  type AvroPrimitive,
  type AvroRecord,
  type AvroType,
  type SchemaFile,
} from '../src/avro.ts';

/**
 * What is refused here is what avsc would accept and then drop, wrap or mangle without a word, and what could not
 * evolve later under FULL_TRANSITIVE. Every problem names its place and the mend.
 */
export const checkSchema = (file: SchemaFile): readonly string[] => {
  const problems: string[] = [];
  const report = (place: string, message: string): void => void problems.push(`${file.path}: ${place}: ${message}`);
  checkPlace(file, report);
  checkPeople(file, report);
  checkRecord(file.schema, file.schema.name, report, 'event');
  if (problems.length === 0) checkWithAvsc(file, report);
  return problems;
};

/** Names are exported side by side, so a name stands for one type in all of schemas/. */
export const checkNames = (files: readonly SchemaFile[]): readonly string[] => {
  const owners = new Map<string, string>();
  const problems: string[] = [];
  for (const file of files)
    for (const { name } of definitionsIn(file.schema).toReversed()) {
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, file.path);
      else problems.push(`${file.path}: type ${name} is defined in ${owner} too: give one of them another name`);
    }
  return problems;
};

type Report = (place: string, message: string) => void;

const LOGICAL_TYPES: Readonly<Record<string, string>> = { 'timestamp-millis': 'long', date: 'int', uuid: 'string' };
const PRIMITIVES = new Set(['boolean', 'int', 'long', 'double', 'string', 'bytes']);
const RECORD = ['type', 'name', 'namespace', 'doc', 'aliases', 'fields'];

const KNOWN_KEYS = {
  event: [...RECORD, 'key', 'audience', 'origin'],
  record: RECORD,
  enum: ['type', 'name', 'namespace', 'doc', 'aliases', 'symbols', 'default'],
  array: ['type', 'items'],
  map: ['type', 'values'],
  primitive: ['type', 'logicalType'],
  field: ['name', 'type', 'doc', 'default', 'aliases'],
} as const;

const checkPlace = ({ type, domain, schema }: SchemaFile, report: Report): void => {
  if (!/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(type))
    report('file name', `'${type}' is no event type: write lower-case words with dots, such as order.verified`);
  const kind: string = schema.type;
  if (kind !== 'record') return report('top', 'an event is a record');
  if (schema.name !== recordNameOf(type))
    report('name', `'${schema.name}' must be '${recordNameOf(type)}', after the file`);
  if (schema.namespace !== `troupe.${domain}`) report('namespace', `must be 'troupe.${domain}', after the folder`);
};

/** A file holds whatever somebody wrote. */
const checkPeople = ({ schema }: SchemaFile, report: Report): void => {
  const key: string | undefined = schema.key;
  if (key !== undefined && key !== 'agent')
    report('key', `'${key}' is nothing that records are keyed by: write 'agent', or leave it out`);
  for (const place of ['audience', 'origin'] as const) {
    const people = schema[place];
    if (people !== undefined && !PEOPLE.includes(people))
      report(place, `'${people}' is nobody: write one of ${PEOPLE.join(', ')}`);
  }
};

const checkRecord = (record: AvroRecord, place: string, report: Report, kind: 'event' | 'record' = 'record'): void => {
  checkKeys(record, kind, place, report);
  if (!record.doc) report(place, 'has no doc: say what it is');
  for (const field of record.fields) checkField(field, `${place}.${field.name}`, report);
};

const checkField = (field: AvroField, place: string, report: Report): void => {
  checkKeys(field, 'field', place, report);
  if (!field.doc) report(place, 'has no doc: say what it is');
  if (!/^[a-z][A-Za-z0-9]*$/.test(field.name)) report(place, 'write the field name in camelCase');
  if (typeof field.default === 'number' && Math.abs(field.default) > Number.MAX_SAFE_INTEGER)
    report(place, 'the default is beyond 2^53, which no JavaScript number holds');
  checkType(field.type, place, report);
  if (isUnion(field.type) && field.default !== null)
    report(place, 'an optional field needs "default": null, or it can never be added or left out later');
};

const checkType = (type: AvroType, place: string, report: Report): void => {
  if (typeof type === 'string') return checkName(type, place, report);
  if (isUnion(type)) return checkUnion(type, place, report);
  if (isRecord(type)) return checkRecord(type, `${place}<${type.name}>`, report);
  if (isEnum(type)) return checkEnum(type, place, report);
  if (isArray(type)) {
    checkKeys(type, 'array', place, report);
    return checkType(type.items, `${place}[]`, report);
  }
  if (isMap(type)) {
    checkKeys(type, 'map', place, report);
    return checkType(type.values, `${place}{}`, report);
  }
  checkLogical(type, place, report);
};

const checkName = (name: string, place: string, report: Report): void => {
  if (name === 'float') report(place, 'a float loses digits on its way through JavaScript: use double');
  else if (name === 'null') report(place, 'a field that is always null says nothing');
  else if (!PRIMITIVES.has(name) && !/^[A-Z][A-Za-z0-9]*$/.test(name)) report(place, `there is no type '${name}'`);
};

const checkUnion = (union: readonly AvroType[], place: string, report: Report): void => {
  const [first, second, ...more] = union;
  if (first !== 'null' || second === undefined || more.length > 0)
    return report(
      place,
      'avsc wraps the values of this union: only ["null", T] is a union here; use two fields or two events',
    );
  checkType(second, place, report);
};

const checkEnum = (type: AvroEnum, place: string, report: Report): void => {
  checkKeys(type, 'enum', place, report);
  if (!type.doc) report(place, `enum ${type.name} has no doc: say what it is`);
  if (type.default === undefined)
    report(place, `enum ${type.name} needs a default from its first version, or no symbol can ever be added`);
  else if (!type.symbols.includes(type.default))
    report(place, `the default of enum ${type.name} is none of its symbols`);
};

const checkLogical = (type: AvroPrimitive, place: string, report: Report): void => {
  checkKeys(type, 'primitive', place, report);
  if (type.logicalType === undefined) return checkName(type.type, place, report);
  const base = LOGICAL_TYPES[type.logicalType];
  if (base === undefined)
    report(
      place,
      `avsc ignores the logical type '${type.logicalType}': use ${Object.keys(LOGICAL_TYPES).join(', ')}, or a long in minor units`,
    );
  else if (base !== type.type) report(place, `${type.logicalType} is a ${base}, not a ${type.type}`);
};

const checkKeys = (value: object, kind: keyof typeof KNOWN_KEYS, place: string, report: Report): void => {
  const known: readonly string[] = KNOWN_KEYS[kind];
  for (const key of Object.keys(value))
    if (!known.includes(key))
      report(place, `'${key}' means nothing on a ${kind} and would be dropped: is it misspelt?`);
};

const checkWithAvsc = ({ schema }: SchemaFile, report: Report): void => {
  try {
    // Structurally the same; avsc's own schema type is a wider union that lists mutable arrays.
    avro.Type.forSchema(schema as unknown as avro.Schema, { wrapUnions: 'never' });
  } catch (error) {
    report('schema', error instanceof Error ? error.message : String(error));
  }
};
