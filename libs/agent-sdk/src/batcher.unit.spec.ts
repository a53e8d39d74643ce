import { describe, expect, it } from '@jest/globals';
import { createBatcher } from './batcher.ts';

describe('a batcher', () => {
  it('gathers what comes in one turn and what waits meanwhile, within the bound', async () => {
    const batches: (readonly number[])[] = [];
    const batcher = createBatcher<number, number>({
      maxItems: 3,
      run: (items) => {
        batches.push(items);
        return Promise.resolve(items.map((item) => item * 2));
      },
    });
    const results = await Promise.all([1, 2, 3, 4, 5].map((item) => batcher.submit(item)));
    expect(results).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('fails the items of the batch that failed and goes on with the next', async () => {
    const batcher = createBatcher<number, number>({
      maxItems: 1,
      run: ([item = 0]) => (item === 2 ? Promise.reject(new Error('broken')) : Promise.resolve([item])),
    });
    const settled = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
