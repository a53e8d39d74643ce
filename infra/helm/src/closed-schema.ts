/** A JSON Schema, as far as it is looked at. */
export type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const INT_OR_STRING = { anyOf: [{ type: 'integer' }, { type: 'string' }] };

const isIntOrString = (schema: Schema): boolean =>
  schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string';

/** Whether it names every property that there is; then others are mistakes. */
const namesAll = (schema: Schema): boolean =>
  isObject(schema['properties']) &&
  schema['additionalProperties'] === undefined &&
  schema['x-kubernetes-preserve-unknown-fields'] !== true;

/**
 * The schema of a kind, as Kubernetes publishes it, made strict: a property that it does not name is refused, where the API
 * server would drop it in silence.
 */
export const closedSchema = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closedSchema);
  if (!isObject(schema)) return schema;
  if (isIntOrString(schema)) return INT_OR_STRING;
  const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closedSchema(value)]));
  return namesAll(schema) ? { ...closed, additionalProperties: false } : closed;
};
