import { describe, expect, it } from '@jest/globals';
import avro from 'avsc';
import fc from 'fast-check';
import type { AvroRecord, AvroType } from '../avro.ts';
import { EVENT_TYPES, OrderClosed, ShipmentBooked, TransactionCreated } from '../index.ts';
import { isArray, isEnum, isMap, isRecord } from '../avro.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { namedTypesOf, optionalType, resolveType, type NamedTypes } from './named-types.ts';
import { parseJsonData } from './parse-json-data.ts';
import { renderJsonData } from './render-json-data.ts';

const order = {
  customerId: '17850',
  placedAt: '2010-12-01T08:26:00.000Z',
  country: 'GB',
  currency: 'GBP',
  totalMinor: 1530,
  lines: [{ sku: '85123A', description: 'HOLDER', quantity: 6, unitPriceMinor: 255 }],
};

const problemsOf = (change: object): readonly string[] =>
  (parseJsonData(TransactionCreated, { ...order, ...change }).problems ?? []).map(
    ({ field, message }) => `${field}: ${message}`,
  );

/** Any data that fits a schema, as avsc would decode it. */
const dataOf = (type: AvroType, named: NamedTypes): fc.Arbitrary<unknown> => {
  const optional = optionalType(type);
  if (optional !== undefined) return fc.option(dataOf(optional, named));
  const resolved = resolveType(type, named);
  if (isRecord(resolved))
    return fc.record(Object.fromEntries(resolved.fields.map((field) => [field.name, dataOf(field.type, named)])));
  if (isEnum(resolved)) return fc.constantFrom(...resolved.symbols);
  if (isArray(resolved)) return fc.array(dataOf(resolved.items, named), { maxLength: 3 });
  if (isMap(resolved)) return fc.dictionary(fc.string(), dataOf(resolved.values, named));
  const { type: base, logicalType } = resolved as { type: string; logicalType?: string };
  if (logicalType === 'timestamp-millis')
    return fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }).map(Number);
  if (logicalType === 'date') return fc.integer({ min: 0, max: 2_900_000 });
  if (base === 'int') return fc.integer();
  if (base === 'long') return fc.maxSafeInteger().filter((value) => Math.abs(value) < Number.MAX_SAFE_INTEGER);
  if (base === 'double')
    return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
  return base === 'boolean' ? fc.boolean() : fc.string();
};

describe('JSON data', () => {
  it.each(EVENT_TYPES.map((definition) => [definition.type, definition] as const))(
    'of %s survives the way there and back',
    (_, definition) => {
      const schema = definition.schema as AvroRecord;
      // avsc's own schema type lists mutable arrays; structurally it is the same.
      const type = avro.Type.forSchema(schema as unknown as avro.Schema, { wrapUnions: 'never' });
      fc.assert(
        fc.property(dataOf(schema, namedTypesOf(schema)), (data) => {
          const parsed = parseJsonData(definition, JSON.parse(JSON.stringify(renderJsonData(definition, data))));
          expect(parsed.problems).toBeUndefined();
          expect(parsed.data).toEqual(data);
          expect(type.isValid(parsed.data)).toBe(true);
        }),
        { numRuns: 50 },
      );
    },
  );

  it('is read with timestamps as milliseconds and dates as days', () => {
    expect(parseJsonData(TransactionCreated, order).data?.placedAt).toBe(Date.UTC(2010, 11, 1, 8, 26));
    const booked = { carrier: 'a', service: 'b', zone: 'c', weightGrams: 1, rateMinor: 1, currency: 'GBP' };
    expect(
      parseJsonData(ShipmentBooked, { ...booked, shipsOn: '1970-01-02', promisedOn: '1970-01-31' }).data?.promisedOn,
    ).toBe(30);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour: is not a known field'],
    ['a missing field', { customerId: undefined }, 'customerId: must be a string, not nothing'],
    ['a wrong type', { totalMinor: '12' }, 'totalMinor: must be a whole number from'],
    ['a fraction', { totalMinor: 1.5 }, 'totalMinor: must be a whole number from'],
    ['a number beyond 2^53', { totalMinor: 2 ** 60 }, 'totalMinor: must be a whole number from'],
    [
      'a wrong type in a list',
      { lines: [{ ...order.lines[0], quantity: 'six' }] },
      'lines[0].quantity: must be a whole number',
    ],
    [
      'an int that is too large',
      { lines: [{ ...order.lines[0], quantity: 2 ** 31 }] },
      'lines[0].quantity: must be a whole number',
    ],
    ['a list that is none', { lines: {} }, 'lines: must be a list, not {}'],
    ['a day that does not exist', { placedAt: '2026-02-30T00:00:00Z' }, 'placedAt: must be a date-time'],
    ['a time without zone', { placedAt: '2026-02-03T00:00:00' }, 'placedAt: must be a date-time'],
    ['null where a value is needed', { country: null }, 'country: must be a string, not null'],
  ])('of %s is refused with the field', (_, change, problem) => {
    expect(problemsOf(change).join('\n')).toContain(problem);
  });

  it('is refused with every problem at once, and with no more than 50', () => {
    expect(problemsOf({ colour: 1, totalMinor: 'x', country: 2 })).toHaveLength(3);
    expect(problemsOf({ lines: Array.from({ length: 80 }, () => 1) })).toHaveLength(50);
  });

  it.each([null, [], 'text', 7])('that is %p is no object', (json) => {
    expect(parseJsonData(TransactionCreated, json).problems?.[0]?.message).toMatch(/^must be an object/);
  });

  it('cannot reach the prototype of anything', () => {
    const json: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(parseJsonData(OrderClosed, json).problems?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', 'outcome']),
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('fills in defaults', () => {
    const [line] =
      parseJsonData(TransactionCreated, { ...order, lines: [{ sku: 'a', quantity: 1, unitPriceMinor: 2 }] }).data
        ?.lines ?? [];
    expect(line?.description).toBe('');
  });
});

describe('jsonSchemaOf', () => {
  it('describes the same form for OpenAPI', () => {
    expect(jsonSchemaOf(TransactionCreated)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['customerId', 'placedAt', 'country', 'currency', 'totalMinor', 'lines'],
      properties: {
        placedAt: { type: 'string', format: 'date-time' },
        lines: { type: 'array', items: { required: ['sku', 'quantity', 'unitPriceMinor'] } },
      },
    });
  });
});
