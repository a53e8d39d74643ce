import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('gives what the assertion returns once it passes', async () => {
    let tries = 0;
    const value = await eventually(
      () => {
        if (++tries < 3) throw new Error('not yet');
        return tries;
      },
      { intervalMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('waits for assertions that are promises', async () => {
    await expect(eventually(() => Promise.resolve('there'))).resolves.toBe('there');
  });

  it('names the last failure when the time is over', async () => {
    let tries = 0;
    const never = eventually(() => Promise.reject(new Error(`failure ${++tries}`)), { timeoutMs: 30, intervalMs: 5 });
    await expect(never).rejects.toThrow(/within 30 ms; the last failure: failure [2-9]/);
  });

  it('gives up on an assertion that never answers', async () => {
    const hangs = eventually(() => new Promise<never>(() => undefined), { timeoutMs: 30 });
    await expect(hangs).rejects.toThrow(/the assertion did not answer/);
  });
});
