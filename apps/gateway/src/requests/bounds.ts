import type { FieldProblem } from '@troupe/contracts';

/** What a value must keep to beyond its type, in the words of JSON Schema. What has another type is not judged here. */
export interface Bounds {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** What the pattern means, for messages. */
  readonly means?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Bounds;
  readonly properties?: Readonly<Record<string, Bounds>>;
}

/** Everything that exceeds its bounds. Items of a list that is too long are not looked at. */
export const boundProblems = (bounds: Bounds, value: unknown, field = ''): readonly FieldProblem[] => {
  if (typeof value === 'string') return tell(field, textProblem(bounds, value));
  if (typeof value === 'number') return tell(field, numberProblem(bounds, value));
  if (Array.isArray(value)) return listProblems(bounds, value, field);
  if (typeof value === 'object' && value !== null) return objectProblems(bounds, value, field);
  return [];
};

const tell = (field: string, message: string | undefined): readonly FieldProblem[] =>
  message === undefined ? [] : [{ field, message }];

/** No log, terminal or database is fond of these, and no person types them. */
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const textProblem = (bounds: Bounds, text: string): string | undefined => {
  const { minLength = 0, maxLength = Infinity, pattern, means = 'of another form' } = bounds;
  if (text.length < minLength)
    return minLength === 1 ? 'must not be empty' : `must have ${minLength} characters at least`;
  if (text.length > maxLength) return `must not be longer than ${maxLength} characters`;
  if (CONTROL_CHARACTER.test(text)) return 'must not contain control characters';
  return pattern === undefined || new RegExp(pattern, 'u').test(text) ? undefined : `must be ${means}`;
};

const numberProblem = ({ minimum = -Infinity, maximum = Infinity }: Bounds, value: number): string | undefined => {
  if (value < minimum) return `must be at least ${minimum}, not ${value}`;
  return value > maximum ? `must be at most ${maximum}, not ${value}` : undefined;
};

const listProblems = (bounds: Bounds, list: readonly unknown[], field: string): readonly FieldProblem[] => {
  const { minItems = 0, maxItems = Infinity, items = {} } = bounds;
  if (list.length < minItems) return tell(field, `must have ${minItems} or more entries`);
  if (list.length > maxItems) return tell(field, `must not have more than ${maxItems} entries`);
  return list.flatMap((item, index) => boundProblems(items, item, `${field}[${index}]`));
};

const objectProblems = ({ properties = {} }: Bounds, value: object, field: string): readonly FieldProblem[] => {
  const given = new Map<string, unknown>(Object.entries(value));
  return Object.entries(properties).flatMap(([name, bounds]) =>
    boundProblems(bounds, given.get(name), field === '' ? name : `${field}.${name}`),
  );
};

type Schema = Readonly<Record<string, unknown>>;

/** A JSON Schema with these bounds written into it, for whoever reads the interface's description. */
export const describeBounds = (schema: Schema, bounds: Bounds): Record<string, unknown> => {
  const { properties, items, means, ...own } = bounds;
  // What a schema says under these names are schemas.
  const { properties: fields, items: item } = schema as { properties?: Record<string, Schema>; items?: Schema };
  const described = Object.entries(properties ?? {}).map(([name, each]) => [
    name,
    describeBounds(fields?.[name] ?? {}, each),
  ]);
  return {
    ...schema,
    ...own,
    ...(means !== undefined && { title: means }),
    ...(properties && { properties: { ...fields, ...Object.fromEntries(described) } }),
    ...(items && { items: describeBounds(item ?? {}, items) }),
  };
};
