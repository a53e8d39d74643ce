import { isArray, isEnum, isMap, isRecord, type AvroRecord, type AvroType } from '../avro.ts';
import type { EventDefinition } from '../event.ts';
import { namedTypesOf, optionalType, resolveType, type NamedTypes } from './named-types.ts';
import { scalarForm } from './scalars.ts';

/** One thing that is wrong with JSON that shall become an event, and where. */
export interface FieldProblem {
  /** The path of the field: `lines[2].quantity`; empty for the whole. */
  readonly field: string;
  readonly message: string;
}

/** The data of an event, or everything that is wrong with it. */
export type ParsedData<Data> =
  | { readonly data: Data; readonly problems?: never }
  | { readonly data?: never; readonly problems: readonly FieldProblem[] };

const MAX_PROBLEMS = 50;

/**
 * Reads JSON as the data of an event, strictly: unknown fields, wrong types and numbers out of range are problems, all of
 * them are told (at most 50), and defaults are filled in. Timestamps are ISO date-times, dates `YYYY-MM-DD`, bytes base64.
 */
export const parseJsonData = <Data>(definition: EventDefinition<string, Data>, json: unknown): ParsedData<Data> => {
  // The generator has checked every schema that an event type is made from.
  const schema = definition.schema as AvroRecord;
  const problems: FieldProblem[] = [];
  const parser = {
    named: namedTypesOf(schema),
    report: (field: string, message: string) => problems.push({ field, message }),
  };
  const data = parseValue(schema, json, '', parser);
  // Without problems every field has been parsed to the type that the schema gives it, which is what Data was generated from.
  return problems.length === 0 ? { data: data as Data } : { problems: problems.slice(0, MAX_PROBLEMS) };
};

interface Parser {
  readonly named: NamedTypes;
  readonly report: (field: string, message: string) => void;
}

const parseValue = (type: AvroType, value: unknown, path: string, parser: Parser): unknown => {
  const optional = optionalType(type);
  if (optional !== undefined) return value === null ? null : parseValue(optional, value, path, parser);
  const resolved = resolveType(type, parser.named);
  if (isRecord(resolved)) return parseRecord(resolved, value, path, parser);
  if (isEnum(resolved)) return parseEnum(resolved.symbols, value, path, parser);
  if (isArray(resolved)) return parseArray(resolved.items, value, path, parser);
  if (isMap(resolved)) return parseMap(resolved.values, value, path, parser);
  const form = 'type' in resolved ? scalarForm(resolved) : undefined;
  const parsed = form?.parse(value);
  if (parsed === undefined)
    parser.report(path, `must be ${form?.expected ?? 'of a known type'}, not ${describe(value)}`);
  return parsed;
};

const parseRecord = (record: AvroRecord, value: unknown, path: string, parser: Parser): unknown => {
  if (!isObject(value)) return parser.report(path, `must be an object, not ${describe(value)}`);
  const known = new Set(record.fields.map((field) => field.name));
  for (const key of Object.keys(value)) if (!known.has(key)) parser.report(join(path, key), 'is not a known field');
  const entries = record.fields.map((field): [string, unknown] => {
    const place = join(path, field.name);
    if (Object.hasOwn(value, field.name)) return [field.name, parseValue(field.type, value[field.name], place, parser)];
    if (field.default === undefined) parser.report(place, 'is missing');
    return [field.name, structuredClone(field.default)];
  });
  return Object.fromEntries(entries);
};

const parseEnum = (symbols: readonly string[], value: unknown, path: string, parser: Parser): unknown => {
  if (typeof value === 'string' && symbols.includes(value)) return value;
  return parser.report(path, `must be one of ${symbols.join(', ')}, not ${describe(value)}`);
};

const parseArray = (items: AvroType, value: unknown, path: string, parser: Parser): unknown => {
  if (!Array.isArray(value)) return parser.report(path, `must be a list, not ${describe(value)}`);
  return value.map((item, index) => parseValue(items, item, `${path}[${index}]`, parser));
};

const parseMap = (values: AvroType, value: unknown, path: string, parser: Parser): unknown => {
  if (!isObject(value)) return parser.report(path, `must be an object, not ${describe(value)}`);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, parseValue(values, item, join(path, key), parser)]),
  );
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const describe = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
};
