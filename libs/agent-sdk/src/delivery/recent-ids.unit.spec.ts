import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRecentIds } from './recent-ids.ts';

describe('recent ids', () => {
  it('always holds the last ones and never more than twice as many', () => {
    const ids = fc.array(fc.nat(30).map(String), { maxLength: 60 });
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 10 }), (added, atLeast) => {
        const recent = createRecentIds(atLeast);
        for (const id of added) recent.add(id);
        for (const id of added.slice(-atLeast)) expect(recent.has(id)).toBe(true);
        expect(new Set(added.filter((id) => recent.has(id))).size).toBeLessThanOrEqual(2 * atLeast);
      }),
    );
  });

  it('knows nothing that was not added', () => {
    expect(createRecentIds().has('e-1')).toBe(false);
  });
});
