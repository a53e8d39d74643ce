import { describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import { thrownBy } from '../thrown-by.fixture.ts';
import { remember } from './remember.ts';

const unknown = (key: number): Promise<never> => Promise.reject(new TroupeError('SCHEMA_UNKNOWN', `no ${key}`));

describe('remember', () => {
  it('asks again about what was unknown once the time is over', async () => {
    const clock = { nowMs: 0 };
    const asked: number[] = [];
    const load = (key: number): Promise<string> => {
      asked.push(key);
      return clock.nowMs < 1_000 ? unknown(key) : Promise.resolve('there now');
    };
    const remembered = remember({ load, missMs: 1_000, now: () => clock.nowMs });
    await thrownBy(() => remembered.get(1));
    clock.nowMs = 999;
    await thrownBy(() => remembered.get(1));
    clock.nowMs = 1_000;
    expect(await remembered.get(1)).toBe('there now');
    expect(asked).toEqual([1, 1]);
  });

  it('keeps no more misses than it may', async () => {
    const asked: number[] = [];
    const load = (key: number): Promise<string> => {
      asked.push(key);
      return unknown(key);
    };
    const remembered = remember({ load, maxMisses: 2 });
    for (const key of [1, 2, 3, 3, 2, 1]) await thrownBy(() => remembered.get(key));
    expect(asked).toEqual([1, 2, 3, 1]);
  });

  it('does not keep that the registry was away', async () => {
    const answers = [
      () => Promise.reject(new TroupeError('REGISTRY_UNAVAILABLE', 'away')),
      () => Promise.resolve('ok'),
    ];
    const remembered = remember<number, string>({
      load: () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')),
    });
    expect((await thrownBy(() => remembered.get(1))).code).toBe('REGISTRY_UNAVAILABLE');
    expect(await remembered.get(1)).toBe('ok');
    expect(await remembered.get(1)).toBe('ok');
  });
});
