import type { AvroRecordSchema, EventDefinition } from '@troupe/contracts';

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

const section = ({ type, schema }: EventDefinition): string =>
  [`### ${type}`, schema.doc ?? '', ...(schema.fields.length === 0 ? [] : withNested(fieldsOf(schema)))].join('\n\n');

const domainSection = (domain: string, definitions: readonly EventDefinition[]): string =>
  [`## ${domain}`, ...definitions.map(section)].join('\n\n');

/** The reference of every event type, by domain. */
export const renderEvents = (definitions: readonly EventDefinition[]): string =>
  [...Map.groupBy(definitions, ({ domain }) => domain)].map(([domain, own]) => domainSection(domain, own)).join('\n\n');
