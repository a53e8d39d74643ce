import { describe, expect, it } from '@jest/globals';
import type { PlacedEntry } from './held-index.ts';
import { onceARound } from './once-a-round.ts';

const { signal } = new AbortController();
const placed = (round: number): PlacedEntry => ({
  key: 'c-1',
  partition: 0,
  entry: {
    id: 'e-1',
    code: 'TERMINAL',
    parked: false,
    inLine: true,
    offset: 0n,
    round,
    due: { round, sinceMs: 0 },
  },
});

describe('a round of a held entry', () => {
  it('is run once, however often it is asked for, and the next when the log has told of it', async () => {
    const rounds: number[] = [];
    const { run, over } = onceARound((_, { round }) => Promise.resolve(void rounds.push(round)));
    await Promise.all([run(placed(0), signal), run(placed(0), signal)]);
    await run(placed(0), signal);
    over('e-1');
    await run(placed(1), signal);
    expect(rounds).toEqual([0, 1]);
  });

  it('is run by who asks next, when the one that began gives it up', async () => {
    const first = Promise.withResolvers<undefined>();
    let begun = 0;
    const { run } = onceARound(async () => {
      begun += 1;
      if (begun === 1) await first.promise;
    });
    const lost = run(placed(0), signal);
    const gained = run(placed(0), signal);
    first.reject(new Error('handed over'));
    await expect(lost).rejects.toThrow('handed over');
    await gained;
    expect(begun).toBe(2);
  });
});
