import { describe, expect, it } from '@jest/globals';
import { MOST_BYTES, refuseLarge } from './build-image.ts';

describe('the size of an image', () => {
  it('is refused from 250 MB on, with what to do', () => {
    const name = 'troupe/bell:1.0.0';
    expect(refuseLarge({ name, bytes: MOST_BYTES - 1 })).toEqual({ name, bytes: 249_999_999 });
    expect(() => refuseLarge({ name, bytes: MOST_BYTES })).toThrow(
      'troupe/bell:1.0.0 has 250 MB, and 250 MB is the limit: take a smaller BASE, or leave packages out of the service',
    );
  });
});
