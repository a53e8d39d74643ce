import { describe, expect, it } from '@jest/globals';
import { OrderVerified } from '@troupe/contracts';
import fc from 'fast-check';
import { createLocalCodec } from '../codec/local-codec.ts';
import { withClaims } from './claim-codec.ts';
import {
  claimFromValue,
  claimToValue,
  isClaim,
  KEPT_DAY,
  LARGEST_CLAIM,
  type Claim,
  type ClaimStore,
} from './claim.ts';
import { createMemoryClaims } from './memory-claims.ts';

const plain = createLocalCodec([OrderVerified]);
const clock = (): number => Date.UTC(2026, 10, 27, 23, 59);
const large = { score: 0.5, reasons: [], decidedBy: 'x'.repeat(2_000) };
const small = { score: 0.5, reasons: [], decidedBy: 'x' };

const claimed = async (store: ClaimStore): Promise<Buffer> =>
  withClaims(plain, { store, above: 1_000, clock }).encode(OrderVerified, large);

describe('a codec with a claim store', () => {
  it('keeps what is larger than allowed, and gives it back', async () => {
    const store = createMemoryClaims();
    const codec = withClaims(plain, { store, above: 1_000, clock });
    const value = await codec.encode(OrderVerified, large);
    expect(value.length).toBeLessThan(200);
    expect(claimFromValue(value)).toMatchObject({ day: '2026-11-27', size: expect.any(Number) });
    expect(await codec.decode(OrderVerified, value)).toEqual(large);
    expect(await codec.encode(OrderVerified, large)).toEqual(value);
  });

  it('tells of an event that has more than half of the bytes that it may have, and of no other', async () => {
    const told: unknown[] = [];
    const encode = async (bytes: number): Promise<void> => {
      const inner = { ...plain, encode: () => Promise.resolve(Buffer.alloc(bytes)) };
      const codec = withClaims(inner, { store: createMemoryClaims(), onLarge: (event) => void told.push(event) });
      await codec.encode(OrderVerified, small);
    };
    await encode(LARGEST_CLAIM / 2);
    expect(told).toEqual([]);
    await encode(LARGEST_CLAIM / 2 + 1);
    expect(told).toEqual([{ type: 'order.verified', bytes: LARGEST_CLAIM / 2 + 1, most: LARGEST_CLAIM }]);
  });

  it('leaves everything else as it is, to the byte', async () => {
    const codec = withClaims(plain, { store: createMemoryClaims(), above: 1_000 });
    const value = await codec.encode(OrderVerified, small);
    expect(value).toEqual(await plain.encode(OrderVerified, small));
    expect(await codec.decode(OrderVerified, value)).toEqual(small);
    await expect(codec.decode(OrderVerified, null)).rejects.toMatchObject({ code: 'BYTES_UNDECODABLE' });
  });

  it('says what is missing and what is not what it was', async () => {
    const value = await claimed(createMemoryClaims());
    const reading = (get: ClaimStore['get']) =>
      withClaims(plain, { store: { ...createMemoryClaims(), get } }).decode(OrderVerified, value);
    await expect(reading(() => Promise.resolve(undefined))).rejects.toMatchObject({ code: 'CLAIM_MISSING' });
    const whole = await plain.encode(OrderVerified, large);
    await expect(reading(() => Promise.resolve(whole.subarray(1)))).rejects.toMatchObject({ code: 'CLAIM_CORRUPT' });
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(100) ^ 1, 100);
    await expect(reading(() => Promise.resolve(changed))).rejects.toMatchObject({ code: 'CLAIM_CORRUPT' });
  });

  it('cannot do without the store', async () => {
    const codec = withClaims(plain, { above: 1_000 });
    const value = await claimed(createMemoryClaims());
    await expect(codec.decode(OrderVerified, value)).rejects.toMatchObject({ code: 'CLAIM_MISSING' });
    expect(await codec.encode(OrderVerified, large)).toEqual(await plain.encode(OrderVerified, large));
  });

  it('lets what outlasts retention be claimed for ever, and leaves alone what is small or no claim', async () => {
    const store = createMemoryClaims();
    const { outlast, decode } = withClaims(plain, { store, above: 1_000, clock });
    const value = await claimed(store);
    const kept = await outlast!(value, 100);
    expect(claimFromValue(kept!)).toEqual({ ...claimFromValue(value), day: KEPT_DAY });
    expect(await decode(OrderVerified, kept)).toEqual(large);
    const bytes = Buffer.alloc(101, 9);
    expect(await store.get(claimFromValue((await outlast!(bytes, 100))!))).toEqual(bytes);
    const gone = await claimed(createMemoryClaims());
    const others = [
      null,
      bytes.subarray(1),
      Buffer.of(1, 2, 3),
      claimToValue({ ...claimFromValue(gone), day: '2026-11-26' }),
    ];
    for (const other of others) expect(await outlast!(other, 100)).toBe(other);
  });

  it('refuses what nobody could hold, before it keeps anything', async () => {
    const huge = { ...plain, encode: () => Promise.resolve(Buffer.alloc(LARGEST_CLAIM + 1)) };
    const put = (): Promise<void> => Promise.reject(new Error('kept'));
    const codec = withClaims(huge, { store: { ...createMemoryClaims(), put } });
    await expect(codec.encode(OrderVerified, small)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
  });
});

describe('a claim', () => {
  const claims: fc.Arbitrary<Claim> = fc.record({
    digest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    size: fc.integer({ min: 1, max: LARGEST_CLAIM }),
    day: fc.constantFrom('2026-01-01', '2026-12-31'),
  });

  it('is read as it was written', () => {
    fc.assert(fc.property(claims, (claim) => expect(claimFromValue(claimToValue(claim))).toEqual(claim)));
  });

  it('is either read or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const value = Buffer.concat([Buffer.of(1), bytes]);
        expect(isClaim(value)).toBe(true);
        expect(() => claimFromValue(value)).toThrow(expect.objectContaining({ code: 'BYTES_UNDECODABLE' }));
      }),
    );
  });
});
