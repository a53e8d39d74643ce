import type { JsonSchema } from '@troupe/contracts';

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A schema with the same done to every schema within it. */
const within = (schema: JsonSchema, change: (inner: JsonSchema) => JsonSchema | undefined): JsonSchema | undefined => {
  const changed: Record<string, unknown> = { ...schema };
  const { properties, items, anyOf } = schema;
  if (isSchema(properties)) {
    const inner = Object.entries(properties).map(([name, each]) => [name, isSchema(each) ? change(each) : each]);
    if (inner.some(([, each]) => each === undefined)) return undefined;
    changed['properties'] = Object.fromEntries(inner);
  }
  if (isSchema(items)) changed['items'] = change(items);
  if (Array.isArray(anyOf)) {
    const inner = anyOf.map((each: unknown) => (isSchema(each) ? change(each) : each));
    if (inner.includes(undefined)) return undefined;
    changed['anyOf'] = inner;
  }
  return 'items' in changed && changed['items'] === undefined ? undefined : changed;
};

/** Keywords whose schemas are not looked into: nobody could say that they hold. */
const OPAQUE = ['$ref', 'oneOf', 'allOf', 'not', 'patternProperties', 'prefixItems'];

/** What providers take no schema with, and which changes nothing about what fits. */
const UNWANTED: ReadonlySet<string> = new Set(['default', '$schema']);

/**
 * A schema as providers want it who hold their model to it while it writes: every field is required, none has a default,
 * and no other is allowed. Undefined where it has a map, whose fields nobody knows, or a keyword that providers do not take:
 * then the answer is only checked.
 */
export const strictSchema = (schema: JsonSchema): JsonSchema | undefined => {
  if (OPAQUE.some((keyword) => keyword in schema)) return undefined;
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !UNWANTED.has(keyword)));
  const strict = within(rest, strictSchema);
  if (strict === undefined || rest['type'] !== 'object') return strict;
  if (isSchema(rest['additionalProperties'])) return undefined;
  const { properties = {} } = strict;
  // `within` has kept what the properties are.
  return { ...strict, additionalProperties: false, required: Object.keys(properties as object) };
};
