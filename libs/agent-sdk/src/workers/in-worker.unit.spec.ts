import { describe, expect, it } from '@jest/globals';
import { inWorker } from './in-worker.ts';
import type { Spin, work } from './spin.fixture.ts';

const FILE = new URL('./spin.fixture.ts', import.meta.url);
const spinning = (input: Spin, signal?: AbortSignal): Promise<string> =>
  inWorker<typeof work>(FILE, input, signal && { signal });

describe('inWorker', () => {
  it('does the work elsewhere, and leaves this thread to what it has to do', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    expect(await spinning({ ms: 300 })).toBe('spun for 300 ms');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('gives what the work throws to its caller', async () => {
    await expect(spinning({ ms: 0, then: 'throw' })).rejects.toThrow('spun out');
  });

  it('takes the end of a thread for an error of the one call that it worked on', async () => {
    const ends = await Promise.allSettled([
      spinning({ ms: 50, then: 'exit' }),
      spinning({ ms: 50 }),
      spinning({ ms: 50 }),
      spinning({ ms: 50 }),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(await spinning({ ms: 0 })).toBe('spun for 0 ms');
  });

  it('ends the work when its caller gives up, before it began or in the middle of it', async () => {
    const caller = new AbortController();
    const running = spinning({ ms: 600_000 }, caller.signal);
    setTimeout(() => caller.abort(new Error('handed over')), 50);
    await expect(running).rejects.toThrow('handed over');
    await expect(spinning({ ms: 600_000 }, caller.signal)).rejects.toThrow('handed over');
    expect(await spinning({ ms: 0 })).toBe('spun for 0 ms');
  });

  it('lets a thousand wait, and refuses the next until there is room', async () => {
    const calls = Array.from({ length: 1_200 }, () => spinning({ ms: 0 }));
    const ends = await Promise.allSettled(calls);
    const refused = ends.filter((end) => end.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'DEPENDENCY_BUSY', retryable: true });
    expect(ends.length - refused.length).toBeGreaterThanOrEqual(1_000);
  });
});
