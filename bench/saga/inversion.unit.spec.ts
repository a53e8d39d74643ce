import { describe, expect, it } from '@jest/globals';
import { largestInversionMs } from './inversion.ts';

describe('an inversion of age', () => {
  it('is how much older a saga was than one of its partition that was resolved before', () => {
    const inOrder = [
      { partition: 1, dueMs: 100 },
      { partition: 1, dueMs: 900 },
      { partition: 1, dueMs: 400 },
      { partition: 1, dueMs: 800 },
    ];
    expect(largestInversionMs(inOrder)).toBe(500);
  });

  it('does not count between partitions, nor where all came in order', () => {
    const inOrder = [
      { partition: 1, dueMs: 900 },
      { partition: 2, dueMs: 100 },
      { partition: 2, dueMs: 200 },
    ];
    expect(largestInversionMs(inOrder)).toBe(0);
    expect(largestInversionMs([])).toBe(0);
  });
});
