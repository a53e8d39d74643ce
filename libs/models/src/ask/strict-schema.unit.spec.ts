import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, jsonSchemaOf, type JsonSchema } from '@troupe/contracts';
import { strictSchema } from './strict-schema.ts';

/** Every object of a schema, itself included. */
const objectsIn = (value: unknown): readonly JsonSchema[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return (value as JsonSchema)['type'] === 'object' ? [value as JsonSchema, ...inner] : inner;
};

describe('a strict schema', () => {
  it.each(EVENT_TYPES.map((definition) => [definition.type, definition] as const))(
    'of %s requires every field, allows no other, and has no defaults',
    (_, definition) => {
      const strict = strictSchema(jsonSchemaOf(definition));
      expect(JSON.stringify(strict)).not.toContain('"default"');
      for (const { properties, required, additionalProperties } of objectsIn(strict)) {
        expect(required).toEqual(Object.keys(properties as object));
        expect(additionalProperties).toBe(false);
      }
    },
  );

  it.each(['oneOf', '$ref', 'allOf'])('is not there for one with %s, at whatever depth', (keyword) => {
    expect(strictSchema({ type: 'object', properties: { amount: { [keyword]: [] } } })).toBeUndefined();
  });

  it('is not there where nobody knows all fields', () => {
    const map = { type: 'object', additionalProperties: { type: 'string' } };
    expect(strictSchema(map)).toBeUndefined();
    expect(strictSchema({ type: 'array', items: map })).toBeUndefined();
    expect(
      strictSchema({ type: 'object', properties: { labels: { anyOf: [map, { type: 'null' }] } } }),
    ).toBeUndefined();
  });
});
