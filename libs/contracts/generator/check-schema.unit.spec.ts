import { describe, expect, it } from '@jest/globals';
import type { AvroRecord, SchemaFile } from '../src/avro.ts';
import { checkNames, checkSchema } from './check-schema.ts';

const sound = {
  type: 'record',
  name: 'OrderVerified',
  namespace: 'troupe.commerce',
  doc: 'It looks sound.',
  fields: [{ name: 'score', type: 'double', doc: 'Between 0 and 1.' }],
};

const file = (schema: object, type = 'order.verified'): SchemaFile => ({
  path: `schemas/commerce/${type}.avsc`,
  domain: 'commerce',
  type,
  // The point of these specs: what lies in a file is whatever somebody wrote.
  schema: schema as AvroRecord,
});

const withField = (field: object): SchemaFile =>
  file({ ...sound, fields: [{ name: 'extra', doc: 'Something.', ...field }] });

describe('checkSchema', () => {
  it('accepts a sound schema', () => {
    expect(checkSchema(file(sound))).toEqual([]);
  });

  it.each([
    ['a union that avsc would wrap', { type: ['string', 'int'] }, 'avsc wraps'],
    ['a union of two records', { type: ['null', 'string', 'int'], default: null }, 'avsc wraps'],
    ['an optional field without default', { type: ['null', 'string'] }, '"default": null'],
    [
      'an enum without default',
      { type: { type: 'enum', name: 'Kind', doc: 'Kinds.', symbols: ['A'] } },
      'needs a default',
    ],
    [
      'an enum whose default is no symbol',
      { type: { type: 'enum', name: 'Kind', doc: 'Kinds.', symbols: ['A'], default: 'B' } },
      'none of its symbols',
    ],
    ['a float', { type: 'float' }, 'use double'],
    ['a decimal', { type: { type: 'bytes', logicalType: 'decimal' } }, "ignores the logical type 'decimal'"],
    ['microseconds', { type: { type: 'long', logicalType: 'timestamp-micros' } }, 'ignores the logical type'],
    [
      'a logical type on a wrong base',
      { type: { type: 'int', logicalType: 'timestamp-millis' } },
      'is a long, not a int',
    ],
    ['a misspelt attribute', { type: 'string', defualt: '' }, "'defualt' means nothing"],
    ['a field without doc', { type: 'string', doc: undefined }, 'has no doc'],
    ['a default of another type', { type: 'int', default: 'none' }, 'schema'],
    ['a default that no number holds', { type: 'long', default: 2 ** 54 }, 'beyond 2^53'],
    ['a field in snake case', { name: 'customer_id', type: 'string' }, 'camelCase'],
    ['a type that does not exist', { type: 'strnig' }, "no type 'strnig'"],
    ['a nested record without doc', { type: { type: 'record', name: 'Line', fields: [] } }, 'has no doc'],
  ])('refuses %s', (_, field, message) => {
    expect(checkSchema(withField(field)).join('\n')).toContain(message);
  });

  it.each([
    ['a record that is not named after its file', { ...sound, name: 'OrderVerifed' }, "must be 'OrderVerified'"],
    ['a namespace that is not its folder', { ...sound, namespace: 'com.shop' }, "must be 'troupe.commerce'"],
    ['an audience that is nobody', { ...sound, audience: 'customer' }, "'customer' is nobody"],
    ['an origin that is nobody', { ...sound, origin: 'cron' }, "'cron' is nobody"],
    ['a key that is none', { ...sound, key: 'score' }, "'score' is nothing that records are keyed by"],
    ['something that is no record', { ...sound, type: 'enum' }, 'an event is a record'],
  ])('refuses %s', (_, schema, message) => {
    expect(checkSchema(file(schema)).join('\n')).toContain(message);
  });

  it('accepts what is said of an event, and of nothing within it', () => {
    expect(checkSchema(file({ ...sound, key: 'agent', audience: 'operator', origin: 'requester' }))).toEqual([]);
    const nested = { type: 'record', name: 'Line', doc: 'A line.', audience: 'operator', fields: [] };
    expect(checkSchema(withField({ type: nested })).join('\n')).toContain("'audience' means nothing on a record");
  });

  it('refuses a file name that is no event type', () => {
    expect(checkSchema(file(sound, 'OrderVerified')).join('\n')).toContain('is no event type');
  });

  it('names the file and the field of a problem', () => {
    expect(checkSchema(withField({ type: 'float' }))).toEqual([
      'schemas/commerce/order.verified.avsc: OrderVerified.extra: a float loses digits on its way through JavaScript: use double',
    ]);
  });

  it('refuses one name for two types', () => {
    expect(checkNames([file(sound), file(sound, 'order.flagged')]).join('\n')).toContain(
      'type OrderVerified is defined in schemas/commerce/order.verified.avsc too',
    );
  });
});
