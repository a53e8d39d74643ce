import { describe, expect, it } from '@jest/globals';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('let so many go on side by side, in the order in which they came, also after one has failed', async () => {
    const inTurn = createTurns(2);
    const begun: number[] = [];
    let beside = 0;
    let most = 0;
    const work = async (index: number): Promise<number> => {
      begun.push(index);
      most = Math.max(most, (beside += 1));
      await new Promise((end) => setImmediate(end));
      beside -= 1;
      if (index === 1) throw new Error('failed');
      return index;
    };
    const ends = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => inTurn(() => work(index))));
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  });
});
