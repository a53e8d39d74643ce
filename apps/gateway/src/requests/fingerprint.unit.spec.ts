import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from './fingerprint.ts';

const asked = { operation: 'order', conversationId: 'one' } as const;

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  );
};

describe('the fingerprint of a request', () => {
  it('is the same whatever the order of fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(fingerprintOf({ ...asked, body: reversed(body) })).toBe(fingerprintOf({ ...asked, body }));
      }),
    );
  });

  it('differs with the order of a list, a value, the conversation and what is asked for', () => {
    const fingerprints = [
      fingerprintOf({ ...asked, body: [1, 2] }),
      fingerprintOf({ ...asked, body: [2, 1] }),
      fingerprintOf({ ...asked, body: { a: 1 } }),
      fingerprintOf({ ...asked, body: { a: '1' } }),
      fingerprintOf({ ...asked, conversationId: 'two', body: [1, 2] }),
      fingerprintOf({ ...asked, operation: 'cancellation', body: [1, 2] }),
    ];
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });
});
