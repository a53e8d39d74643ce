import type { JsonSchema } from '@troupe/contracts';

/** Every name that a schema gives a field, at whatever depth. */
const namesIn = (schema: unknown): readonly string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as JsonSchema;
  const own = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
};

const INDEX = /^\d{1,9}$/;

/**
 * Tells a field of an answer (`lines.0.sku`) as far as the schema knows it. A name that a model came up with is text from
 * outside: it is not repeated in errors, which are logged.
 */
export const fieldsIn = (schema: JsonSchema): ((field: string) => string) => {
  const known = new Set(namesIn(schema));
  return (field) => {
    const parts = field.split('.');
    const stranger = parts.findIndex((part) => !known.has(part) && !INDEX.test(part));
    return stranger === -1 ? field : [...parts.slice(0, stranger), '(a field that it does not have)'].join('.');
  };
};
