import { describe, expect, it } from '@jest/globals';
import { createRestWatch } from './rest-watch.ts';

/** What a watch says that looks every second at a process which used so many milliseconds of CPU in each. */
const looks = (used: readonly number[]): readonly boolean[] => {
  const watch = createRestWatch(0, 0);
  let cpuMs = 0;
  return used.map((ms, index) => watch.look((cpuMs += ms), (index + 1) * 1_000));
};

describe('a process', () => {
  it('has come to rest once it has started and has nothing to do', () => {
    expect(looks([900, 400, 20, 20, 20])).toEqual([false, false, true, false, false]);
  });

  it('comes to rest again after every stretch of work, and never while it works', () => {
    expect(looks([20, 20, 500, 500, 99, 0, 100, 0])).toEqual([true, false, false, false, true, false, false, true]);
  });
});
