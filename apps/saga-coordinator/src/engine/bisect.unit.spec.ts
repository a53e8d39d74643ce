import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runBisected, runPatiently } from './bisect.ts';

const never = (): boolean => false;

/** A store that refuses every batch with a poisoned item in it. */
const storeOf = (poisoned: ReadonlySet<number>) => {
  const kept: number[] = [];
  const run = (items: readonly number[]): Promise<readonly number[]> => {
    if (items.some((item) => poisoned.has(item))) return Promise.reject(new Error('poison'));
    kept.push(...items);
    return Promise.resolve(items);
  };
  return { kept, run };
};

describe('a batch', () => {
  it('goes through but for its culprits, each item once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(40)), async (size, bad) => {
        const items = Array.from({ length: size }, (_, index) => index);
        const poisoned = new Set(bad);
        const { kept, run } = storeOf(poisoned);
        const outcomes = await runBisected(items, { run, endsAll: never });
        expect(outcomes.map(({ ok }) => ok)).toEqual(items.map((item) => !poisoned.has(item)));
        expect(kept).toEqual(items.filter((item) => !poisoned.has(item)));
      }),
    );
  });

  it('is run again after it met another transaction, a few times', async () => {
    const errors = [new Error('deadlock'), new Error('deadlock')];
    const run = () => {
      const error = errors.pop();
      return error === undefined ? Promise.resolve('done') : Promise.reject(error);
    };
    expect(await runPatiently(run, { isConflict: () => true })).toBe('done');
    let runs = 0;
    const stuck = (): Promise<never> => Promise.reject(new Error(`deadlock ${(runs += 1)}`));
    await expect(runPatiently(stuck, { isConflict: () => true })).rejects.toThrow('deadlock 6');
  });

  it('is not taken apart when the database is away', async () => {
    let runs = 0;
    const run = (): Promise<never> => {
      runs += 1;
      return Promise.reject(new Error('away'));
    };
    await expect(runBisected([1, 2, 3], { run, endsAll: () => true })).rejects.toThrow('away');
    expect(runs).toBe(1);
  });
});
