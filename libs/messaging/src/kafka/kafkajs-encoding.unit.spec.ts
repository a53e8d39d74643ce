import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { patchEncoding } from './kafkajs-encoding.ts';

interface Written {
  readonly int: number;
  readonly long: number | string;
  readonly text: string;
}

const anything: fc.Arbitrary<readonly Written[]> = fc.array(
  fc.record({
    int: fc.integer(),
    long: fc.oneof(fc.maxSafeInteger(), fc.maxSafeInteger().map(String), fc.integer({ min: 0, max: 300 })),
    text: fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 500, maxLength: 1_500 })),
  }),
  { maxLength: 20 },
);

const write = (all: readonly Written[]): string => {
  const encoder = new Encoder();
  for (const { int, long, text } of all) encoder.writeVarInt(int).writeVarLong(long).writeVarIntString(text);
  return encoder.buffer.toString('hex');
};

const sizes = (all: readonly Written[]): number[] =>
  all.map(({ int, long }) => Encoder.sizeOfVarInt(int) + Encoder.sizeOfVarLong(long));

describe('the bytes of kafkajs, patched', () => {
  let before: { readonly all: readonly Written[]; readonly hex: string; readonly sizes: number[] }[];
  beforeAll(() => {
    const samples = fc.sample(anything, { numRuns: 300, seed: 4 });
    before = samples.map((all) => ({ all, hex: write(all), sizes: sizes(all) }));
    patchEncoding();
  });

  it('are the same as before', () => {
    for (const { all, hex, sizes: known } of before) {
      expect(write(all)).toBe(hex);
      expect(sizes(all)).toEqual(known);
    }
  });

  it('are read as what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string({ unit: 'grapheme' }))), (texts) => {
        const encoder = new Encoder();
        for (const text of texts) encoder.writeVarIntString(text);
        const decoder = new Decoder(encoder.buffer);
        expect(texts.map(() => decoder.readVarIntString())).toEqual(texts);
        expect(decoder.offset).toBe(encoder.buffer.length);
      }),
    );
  });

  it('of headers become an object by their names, whatever they are', () => {
    const value = Buffer.from('value');
    const list = ['a', 'toString', '__proto__', 'a', 'a', 'constructor'].map((key) => ({ key, value }));
    const encoder = new Encoder().writeVarInt(list.length);
    let at = 0;
    const headers = new Decoder(encoder.buffer).readVarIntArray(() => list[at++] ?? { key: '', value });
    const found = headers.reduce((object) => object, {});
    expect(Object.entries(found)).toEqual([
      ['a', [value, value, value]],
      ['toString', value],
      ['__proto__', value],
      ['constructor', value],
    ]);
  });

  it('of a header lie on the heap', () => {
    expect(new Encoder().buf.length).toBe(64);
    expect(new Encoder().writeVarIntString('x'.repeat(65)).buf.length).toBe(512);
  });
});
