import { describe, expect, it, jest } from '@jest/globals';
import { EVENT_TYPES, type EventDefinition, OrderVerified, TransactionCreated, TroupeError } from '@troupe/contracts';
import fc from 'fast-check';
import { avroTypeOf } from './avro-type.ts';
import { createCodec, type SchemaLookup } from './create-codec.ts';
import { sample, sampleDefinition, thrownBy, type SampleData } from './definitions.fixture.ts';
import { createLocalCodec } from './local-codec.ts';
import { frame } from './wire-format.ts';

jest.setTimeout(60_000);

const definition = sampleDefinition();
const codec = createLocalCodec([definition]);

const lookupOf = (writers: readonly EventDefinition[]): SchemaLookup & { asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    idOf: (wanted) => {
      asked.push(wanted.type);
      return Promise.resolve(writers.indexOf(wanted) + 1);
    },
    writerOf: (schemaId) => {
      asked.push(`id ${schemaId}`);
      const writer = writers[schemaId - 1];
      return writer === undefined
        ? Promise.reject(new TroupeError('SCHEMA_UNKNOWN', `no ${schemaId}`))
        : Promise.resolve(avroTypeOf(writer));
    },
    ready: () => Promise.resolve(true),
  };
};

describe('a codec', () => {
  it('gives back what it was given, in the Confluent wire format', async () => {
    const bytes = await codec.encode(definition, sample);
    expect([bytes.readUInt8(0), bytes.readUInt32BE(1)]).toEqual([0, 1]);
    expect(await codec.decode(definition, bytes)).toEqual(sample);
  });

  it('carries every event type there is', async () => {
    const all = createLocalCodec(EVENT_TYPES);
    for (const type of EVENT_TYPES) {
      // avsc makes data that fits the type; the strings are its own, so only the way there and back is looked at.
      const data = avroTypeOf(type).random();
      expect(await all.decode(type, await all.encode(type, data))).toEqual(data);
    }
  });

  it('fills in a default that was left out', async () => {
    const rest: Partial<SampleData> = { ...sample };
    Reflect.deleteProperty(rest, 'note');
    const bytes = await codec.encode(definition, rest as SampleData); // the point: a field with a default may be missing
    expect(await codec.decode(definition, bytes)).toEqual(sample);
  });

  it('looks each schema up once, however many ask at the same time', async () => {
    const lookup = lookupOf([definition]);
    const counted = createCodec(lookup);
    const bytes = await Promise.all([1, 2, 3].map(() => counted.encode(definition, sample)));
    await Promise.all(bytes.map((value) => counted.decode(definition, value)));
    expect(lookup.asked).toEqual(['sample.taken', 'id 1']);
  });

  it('knows the definition of a draft when its creator was warmed', async () => {
    const lookup = lookupOf([TransactionCreated]);
    const warmed = createCodec(lookup);
    await warmed.warm([TransactionCreated]);
    const draft = TransactionCreated({
      customerId: 'c-1',
      placedAt: 0,
      country: 'GB',
      currency: 'GBP',
      totalMinor: 0,
      lines: [],
    });
    await warmed.encode(draft.definition, draft.data);
    expect(lookup.asked).toEqual(['transaction.created']);
  });

  it('names every missing schema when it is warmed', async () => {
    const warming = [definition, TransactionCreated, OrderVerified];
    const error = await thrownBy(() => codec.warm(warming));
    expect(error).toMatchObject({ code: 'SCHEMA_UNKNOWN', message: expect.stringContaining('transaction.created') });
    expect(error.message).toContain('order.verified');
    expect(error.message).not.toContain('sample.taken');
  });

  it('asks for eight schemas at a time when it is warmed', async () => {
    let asking = 0;
    const together: number[] = [];
    const slow = createCodec({
      ...lookupOf([]),
      idOf: async () => {
        together.push((asking += 1));
        await new Promise(setImmediate);
        asking -= 1;
        return 1;
      },
    });
    await slow.warm(EVENT_TYPES);
    expect(together).toHaveLength(EVENT_TYPES.length);
    expect(Math.max(...together)).toBe(8);
  });
});

describe('encoding refuses', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['a wrong type', { ...sample, name: 7 }, 'sample.taken: name: expected a string, got 7'],
    [
      'a missing field',
      { ...sample, count: undefined },
      'sample.taken: count: expected a whole number of 32 bits, got nothing',
    ],
    ['a fraction', { ...sample, count: 1.5 }, 'sample.taken: count: expected a whole number of 32 bits, got 1.5'],
    ['an unknown field', { ...sample, nmae: 'x' }, 'sample.taken: nmae: the schema has no such field: is it misspelt?'],
    [
      'an unknown field below',
      { ...sample, lines: [sample.lines[0], { sku: 'a', quantity: 1, price: 2 }] },
      'sample.taken: lines.1.price: the schema has no such field: is it misspelt?',
    ],
    [
      'a symbol that is none',
      { ...sample, kind: 'HUGE' },
      'sample.taken: kind: expected one of SMALL, LARGE, got "HUGE"',
    ],
    [
      'a number that JavaScript does not hold exactly',
      { ...sample, placedAt: 2 ** 53 },
      'sample.taken: placedAt: expected a whole number that JavaScript holds exactly (below 2^53), got 9007199254740992',
    ],
    ['a value that fits no branch', { ...sample, note: 1 }, 'sample.taken: note: expected a string or null, got 1'],
    [
      'a wrong value in a map',
      { ...sample, scores: { risk: 'x' } },
      'sample.taken: scores.risk: expected a number, got "x"',
    ],
    ['no data', null, 'sample.taken: expected a record troupe.sample.SampleTaken, got null'],
    ['a list', [], 'sample.taken: name: expected a string, got nothing'],
    ['a missing record', { ...sample, lines: [{}] }, 'sample.taken: lines.0.sku: expected a string, got nothing'],
  ];

  it.each(cases)('%s, naming the place', async (_, data, message) => {
    const error = await thrownBy(() => codec.encode(definition, data as SampleData)); // the point: it does not fit
    expect({ code: error.code, message: error.message }).toEqual({ code: 'EVENT_INVALID', message });
  });
});

describe('decoding', () => {
  const bytesOf = (): Promise<Buffer> => codec.encode(definition, sample);
  const codeFor = async (value: Buffer | null): Promise<string> =>
    (await thrownBy(() => codec.decode(definition, value))).code;

  it('refuses what is not in the wire format', async () => {
    const good = await bytesOf();
    expect(await codeFor(null)).toBe('BYTES_UNDECODABLE');
    expect(await codeFor(Buffer.alloc(0))).toBe('BYTES_UNDECODABLE');
    expect(await codeFor(Buffer.from('{"a":1}'))).toBe('BYTES_UNDECODABLE');
    expect(await codeFor(Buffer.concat([good, Buffer.from([0])]))).toBe('BYTES_UNDECODABLE');
    expect(await codeFor(good.subarray(0, good.length - 1))).toBe('BYTES_UNDECODABLE');
  });

  it('says that it does not know a schema id', async () => {
    const good = await bytesOf();
    good.writeUInt32BE(4_000_000_000, 1);
    expect(await codeFor(good)).toBe('SCHEMA_UNKNOWN');
  });

  it('refuses any garbage within milliseconds, and never holds the process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 0, maxLength: 64 }), async (garbage) => {
        const began = performance.now();
        await codec
          .decode(definition, frame({ schemaId: 1, payload: Buffer.from(garbage) }))
          .catch((error: unknown) => {
            if (!TroupeError.is(error) || error.code !== 'BYTES_UNDECODABLE') throw error;
          });
        expect(performance.now() - began).toBeLessThan(200);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses an array that claims more items than there are bytes', async () => {
    const empty = { ...sample, lines: [], scores: {} };
    const bytes = await codec.encode(definition, empty);
    // The last two bytes are the counts of the array and the map. 2^49 as a zigzag varint:
    const count = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02]);
    expect(await codeFor(Buffer.concat([bytes.subarray(0, bytes.length - 2), count]))).toBe('BYTES_UNDECODABLE');
  });

  it('reads what an older and a newer version wrote', async () => {
    const newer = sampleDefinition<SampleData & { added: string | null }>([
      { name: 'added', type: ['null', 'string'], default: null },
    ]);
    const lookup = lookupOf([definition, newer]);
    const both = createCodec(lookup);
    const old = await both.encode(definition, sample);
    expect(await both.decode(newer, old)).toEqual({ ...sample, added: null });
    const fresh = await both.encode(newer, { ...sample, added: 'x' });
    expect(await both.decode(definition, fresh)).toEqual(sample);
  });

  it('refuses what another event type wrote', async () => {
    const both = createCodec(lookupOf([definition, TransactionCreated]));
    const bytes = await both.encode(definition, sample);
    expect((await thrownBy(() => both.decode(TransactionCreated, bytes))).code).toBe('BYTES_UNDECODABLE');
  });

  it('asks about an unknown schema id once, not for each of a thousand records', async () => {
    const lookup = lookupOf([]);
    const writerOf = jest.spyOn(lookup, 'writerOf');
    const counted = createCodec(lookup);
    const bytes = frame({ schemaId: 9, payload: Buffer.from([0]) });
    for (let turn = 0; turn < 1_000; turn += 1)
      expect((await thrownBy(() => counted.decode(definition, bytes))).code).toBe('SCHEMA_UNKNOWN');
    expect(writerOf).toHaveBeenCalledTimes(1);
  });
});
