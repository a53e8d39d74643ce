import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('never let more run than may, in the order of asking, and let all run, whichever fail', async () => {
    const tasks = fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), tasks, async (atOnce, plan) => {
        const inTurn = createTurns(atOnce);
        const begun: number[] = [];
        let running = 0;
        let most = 0;
        const run = (index: number, ticks: number, fails: boolean) => async (): Promise<number> => {
          begun.push(index);
          most = Math.max(most, (running += 1));
          for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
          running -= 1;
          if (fails) throw new Error('failed');
          return index;
        };
        const ended = await Promise.allSettled(plan.map(([ticks, fails], index) => inTurn(run(index, ticks, fails))));
        expect(ended.map(({ status }) => status)).toEqual(plan.map(([, fails]) => (fails ? 'rejected' : 'fulfilled')));
        expect(begun).toEqual(plan.map((_task, index) => index));
        expect(most).toBeLessThanOrEqual(atOnce);
      }),
    );
  });
});
