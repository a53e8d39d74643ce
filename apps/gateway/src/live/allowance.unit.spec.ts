import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAllowance } from './allowance.ts';

describe('an allowance', () => {
  it('lets no more through than so many at once and so many a second, however they come', () => {
    const pauses = fc.array(fc.nat(2_000), { maxLength: 200 });
    fc.assert(
      fc.property(pauses, (waits) => {
        let nowMs = 0;
        const take = createAllowance({ atOnce: 5, perSecond: 2, clock: () => nowMs });
        const taken = waits.filter((waitMs) => {
          nowMs += waitMs;
          return take();
        });
        expect(taken.length).toBeLessThanOrEqual(5 + (2 * nowMs) / 1_000);
      }),
    );
  });

  it('has room again after a while', () => {
    let nowMs = 0;
    const take = createAllowance({ atOnce: 1, perSecond: 2, clock: () => nowMs });
    expect([take(), take()]).toEqual([true, false]);
    nowMs = 500;
    expect([take(), take()]).toEqual([true, false]);
  });
});
