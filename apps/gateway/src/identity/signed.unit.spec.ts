import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { createSeal } from './signed.ts';

const SECRET = 'a secret of thirty-two characters and more';
const claims = z.object({ name: z.string() });
const seal = createSeal({ secret: SECRET, purpose: 'session', claims });

describe('a seal', () => {
  it('knows what it closed, and says the same of the same', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(seal.open(seal.close({ name }))).toEqual({ name });
        expect(seal.close({ name })).toBe(seal.close({ name }));
      }),
    );
  });

  it('knows nothing that was changed by a character', () => {
    const closed = seal.close({ name: 'ada' });
    fc.assert(
      fc.property(fc.nat(closed.length - 1), fc.constantFrom('A', 'b', '0', '.', '_'), (at, other) => {
        const changed = closed.slice(0, at) + other + closed.slice(at + 1);
        // The last character of a signature has bits that mean nothing.
        fc.pre(changed !== closed && at < closed.length - 1);
        expect(seal.open(changed)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['another purpose', { secret: SECRET, purpose: 'chat' }],
    ['another secret', { secret: `${SECRET}.`, purpose: 'session' }],
  ])('knows nothing of %s', (_what, other) => {
    expect(seal.open(createSeal({ ...other, claims }).close({ name: 'ada' }))).toBeUndefined();
  });

  it('gives nothing for claims of another kind, or a text that is none', () => {
    const other = createSeal({ secret: SECRET, purpose: 'session', claims: z.object({ who: z.string() }) });
    expect(seal.open(other.close({ who: 'ada' }))).toBeUndefined();
    for (const text of ['', '.', 'a.b', 'a.b.c']) expect(seal.open(text)).toBeUndefined();
  });
});
