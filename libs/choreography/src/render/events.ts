import type { AvroRecordSchema, EventDefinition } from '@troupe/contracts';
import { EVERY_SERVICE, includesType, isOfEveryAgent, type Choreography } from '../choreography.ts';
import { graphOf } from './graph.ts';

/** The part of a schema's type that is told; the generator of the contracts has checked all of it. */
type AvroType =
  | string
  | readonly AvroType[]
  | {
      readonly type: string;
      readonly name?: string;
      readonly doc?: string;
      readonly logicalType?: string;
      readonly items?: AvroType;
      readonly values?: AvroType;
      readonly symbols?: readonly string[];
      readonly fields?: readonly AvroField[];
    };

interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc?: string;
  readonly default?: unknown;
}

/** A type in words; records and enums are told by name, and explained below the event. */
const nameOf = (type: AvroType): string => {
  if (typeof type === 'string') return type;
  if (isUnion(type)) return `${nameOf(type.find((each) => each !== 'null') ?? 'null')} or null`;
  if (type.items !== undefined) return `list of ${nameOf(type.items)}`;
  if (type.values !== undefined) return `map of ${nameOf(type.values)}`;
  if (type.symbols !== undefined) return type.symbols.map((symbol) => `\`${symbol}\``).join(', ');
  return type.logicalType ?? type.name ?? type.type;
};

// Array.isArray does not narrow readonly arrays.
const isUnion = (type: AvroType): type is readonly AvroType[] => Array.isArray(type);

/** The records that are defined inside a type, outermost first. */
const recordsIn = (type: AvroType): readonly (AvroType & { fields: readonly AvroField[] })[] => {
  if (typeof type === 'string') return [];
  if (isUnion(type)) return type.flatMap(recordsIn);
  const { items, values, fields } = type;
  const inner = [items, values, ...(fields ?? []).map((field) => field.type)].flatMap((each) =>
    each === undefined ? [] : recordsIn(each),
  );
  return fields === undefined ? inner : [{ ...type, fields }, ...inner];
};

const fieldsOf = (schema: AvroRecordSchema): readonly AvroField[] =>
  // Every schema was checked when its types were generated.
  schema.fields as readonly AvroField[];

const defaultOf = (field: AvroField): string => ('default' in field ? `\`${JSON.stringify(field.default)}\`` : '');

const table = (fields: readonly AvroField[]): string =>
  [
    '| field | type | default | what |',
    '| ----- | ---- | ------- | ---- |',
    ...fields.map(
      (field) => `| \`${field.name}\` | ${nameOf(field.type)} | ${defaultOf(field)} | ${field.doc ?? ''} |`,
    ),
  ].join('\n');

const withNested = (fields: readonly AvroField[]): readonly string[] => [
  table(fields),
  ...fields
    .flatMap(({ type }) => recordsIn(type))
    .map((record) => {
      const { name = '', doc = '' } = record as { name?: string; doc?: string };
      return `${name}: ${doc}\n\n${table(record.fields)}`;
    }),
];

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : names.join(', '));

/** Who says it and who hears it. */
const talkOf = (choreography: Choreography, event: EventDefinition): string => {
  const { type, key, origin, audience } = event;
  const { links } = graphOf(choreography, [event]);
  const from = isOfEveryAgent(type) ? ['any agent'] : links.map((link) => link.from);
  const publishers = includesType(EVERY_SERVICE.publishes, type) ? ['every service'] : [...from, ...listOf(origin)];
  const readers = includesType(EVERY_SERVICE.consumes, type)
    ? ['every service']
    : [...links.map(({ to }) => to), ...listOf(audience)];
  const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
  return `Published by ${listed(unique(publishers))}. Read by ${listed(unique(readers))}. Keyed by ${key ?? 'conversation'}.`;
};

const listOf = (name: string | undefined): readonly string[] => (name === undefined ? [] : [name]);

const section = (choreography: Choreography, event: EventDefinition): string =>
  [
    `### ${event.type}`,
    event.schema.doc ?? '',
    talkOf(choreography, event),
    ...(event.schema.fields.length === 0 ? [] : withNested(fieldsOf(event.schema))),
  ].join('\n\n');

/** The catalogue of events, by domain: what each says, who publishes and who reads it, and its fields. */
export const renderEvents = (choreography: Choreography): string =>
  [...Map.groupBy(choreography.events, ({ domain }) => domain)]
    .map(([domain, own]) => [`## ${domain}`, ...own.map((event) => section(choreography, event))].join('\n\n'))
    .join('\n\n');
