import {
  isArray,
  isEnum,
  isMap,
  isRecord,
  isUnion,
  nestedTypes,
  type AvroField,
  type AvroRecord,
  type AvroType,
  type EventSchema,
  type NamedType,
  type SchemaFile,
} from '../src/avro.ts';

/** The TypeScript module of one event: its types as avsc decodes them, and its creator. */
export const generateEvent = (file: SchemaFile): string => {
  const { schema } = file;
  const dataName = `${schema.name}Data`;
  const parts = [
    `// Generated from ${file.path}. Edit that, then run \`npm run generate\`.`,
    `import { eventType, type EventType } from '../../event.ts';`,
    ...nestedTypes(schema).map(generateNamed),
    generateInterface(schema, dataName),
    generateInput(schema, dataName),
    generateCreator(file, dataName),
  ];
  return `${parts.join('\n\n')}\n`;
};

/** The module that exports every event, and their list. */
export const generateIndex = (files: readonly SchemaFile[]): string => {
  const exports = files.map((file) => {
    const types = [
      `${file.schema.name}Data`,
      `${file.schema.name}Input`,
      ...nestedTypes(file.schema).map(({ name }) => name),
    ];
    const from = `'./${file.domain}/${file.type}.ts'`;
    return `export { ${file.schema.name} } from ${from};\nexport type { ${types.join(', ')} } from ${from};`;
  });
  const imports = files.map((file) => `import { ${file.schema.name} } from './${file.domain}/${file.type}.ts';`);
  return `${[
    '// Generated from schemas/. Edit those, then run `npm run generate`.',
    `import type { EventDefinition } from '../event.ts';`,
    imports.join('\n'),
    exports.join('\n'),
    '/** Every type of event that belongs to a conversation, by name. */',
    generateList(
      'EVENT_TYPES',
      files.filter((file) => !isAboutAgents(file)),
    ),
    '/** Every type of event about agents themselves, by name: their topics are keyed by agent, and no conversation has them. */',
    generateList('AGENT_EVENT_TYPES', files.filter(isAboutAgents)),
  ].join('\n\n')}\n`;
};

const isAboutAgents = ({ schema }: SchemaFile): boolean => schema.key === 'agent';

const generateList = (name: string, files: readonly SchemaFile[]): string =>
  `export const ${name}: readonly EventDefinition[] = [\n${files.map(({ schema }) => `  ${schema.name},`).join('\n')}\n];`;

const generateNamed = (type: NamedType): string =>
  type.type === 'record'
    ? generateInterface(type, type.name)
    : `${comment(type.doc)}export type ${type.name} = ${type.symbols.map((symbol) => `'${symbol}'`).join(' | ')};`;

const generateInterface = (record: AvroRecord, name: string): string => {
  const fields = record.fields.map(
    (field) => `${comment(field.doc, '  ')}  readonly ${field.name}: ${typeScriptOf(field.type)};`,
  );
  return `${comment(record.doc)}export interface ${name} {\n${fields.join('\n')}\n}`;
};

const generateInput = (record: AvroRecord, dataName: string): string => {
  const optional = defaulted(record).map((field) => `'${field.name}'`);
  const type =
    optional.length === 0
      ? dataName
      : `Omit<${dataName}, ${optional.join(' | ')}> & Partial<Pick<${dataName}, ${optional.join(' | ')}>>`;
  return `/** {@link ${dataName}} as it is given to the creator: fields with a default may be left out. */\nexport type ${record.name}Input = ${type};`;
};

/** What is said of an event beside its Avro schema. */
const BESIDE = ['key', 'audience', 'origin'] as const;

const generateSaid = (schema: EventSchema): string =>
  BESIDE.map((name) => (schema[name] === undefined ? '' : `\n    ${name}: '${schema[name]}',`)).join('');

const avroOf = (schema: EventSchema): object =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => !BESIDE.some((beside) => beside === name)));

const generateCreator = ({ type, domain, schema }: SchemaFile, dataName: string): string => {
  const defaults = Object.fromEntries(defaulted(schema).map((field) => [field.name, field.default]));
  const json = JSON.stringify(avroOf(schema), null, 2).replaceAll('\n', '\n    ');
  const types = `<'${type}', ${dataName}, ${schema.name}Input>`;
  return `${comment(schema.doc)}export const ${schema.name}: EventType${types} = eventType${types}(
  {
    type: '${type}',
    domain: '${domain}',${generateSaid(schema)}
    schema: ${json},
  },${Object.keys(defaults).length === 0 ? '' : `\n  ${JSON.stringify(defaults)},`}
);`;
};

const defaulted = (record: AvroRecord): readonly AvroField[] =>
  record.fields.filter((field) => field.default !== undefined);

const SCALARS: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
  null: 'null',
};

const typeScriptOf = (type: AvroType): string => {
  if (typeof type === 'string') return SCALARS[type] ?? type;
  if (isUnion(type)) return type.map(typeScriptOf).reverse().join(' | ');
  if (isRecord(type) || isEnum(type)) return type.name;
  if (isArray(type)) return `readonly ${bracketed(typeScriptOf(type.items))}[]`;
  if (isMap(type)) return `Readonly<Record<string, ${typeScriptOf(type.values)}>>`;
  return SCALARS[type.type] ?? type.type;
};

const bracketed = (type: string): string => (/[ |]/.test(type) ? `(${type})` : type);

const comment = (doc: string | undefined, indent = ''): string =>
  doc ? `${indent}/** ${doc.replaceAll('*/', '*\\/')} */\n` : '';
