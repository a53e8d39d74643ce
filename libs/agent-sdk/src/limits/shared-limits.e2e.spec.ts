import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { createSharedLimits, type SharedLimits } from './shared-limits.ts';

const HOLDER = join(import.meta.dirname, 'limit-holder.fixture.ts');

let place: IsolatedStack;
let limits: SharedLimits;
beforeAll(async () => {
  place = await isolated('killed-holder');
  limits = createSharedLimits({ url: place.databaseUrl });
}, 60_000);
afterAll(async () => {
  await limits.close?.();
  await place.drop();
}, 60_000);

describe('a holder that is killed', () => {
  it('keeps its lease while it lives, beyond the time of one, and lets go of it when that has run out', async () => {
    const holder = spawn(process.execPath, [HOLDER, place.databaseUrl, '2s'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(holder.stdout, 'data');
      const waiting = limits.limit('killed', { atOnce: 1, waitAtMost: '3s' });
      const beside = waiting.hold(() => Promise.resolve('beside it'));
      await expect(beside).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
    } finally {
      holder.kill('SIGKILL');
    }
    await once(holder, 'exit');
    const after = limits.limit('killed', { atOnce: 1, waitAtMost: '30s' });
    expect(await after.hold(() => Promise.resolve('after it'))).toBe('after it');
  }, 60_000);
});
