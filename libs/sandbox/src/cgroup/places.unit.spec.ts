import { describe, expect, it } from '@jest/globals';
import { parentsOf, placeOf } from './places.ts';

const first = `22 27 0:21 / /proc rw,relatime - proc proc rw
40 31 0:35 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
41 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
42 31 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw`;
const second = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate';
const inContainer = '52 40 0:30 /docker/abc /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory';

describe('the place of a controller', () => {
  it('is a tree of its own in version 1, even beside a tree of version 2', () => {
    const self = '8:pids:/\n4:memory:/jobs/7\n0::/\n';
    expect(placeOf('memory', first, self)).toEqual({
      version: 1,
      mount: '/sys/fs/cgroup/memory',
      own: '/sys/fs/cgroup/memory/jobs/7',
    });
    expect(placeOf('pids', first, self)).toMatchObject({ version: 1, own: '/sys/fs/cgroup/pids' });
  });

  it('is the one tree in version 2', () => {
    const place = placeOf('memory', second, '0::/user.slice/session-1.scope\n');
    expect(place).toEqual({
      version: 2,
      mount: '/sys/fs/cgroup',
      own: '/sys/fs/cgroup/user.slice/session-1.scope',
    });
  });

  it('is the mount itself where a container shows its own cgroup as the root', () => {
    expect(placeOf('memory', inContainer, '4:memory:/docker/abc')?.own).toBe('/sys/fs/cgroup/memory');
    expect(placeOf('memory', inContainer, '4:memory:/elsewhere')?.own).toBe('/sys/fs/cgroup/memory');
  });

  it('is nowhere when nothing is mounted', () => {
    expect(placeOf('memory', '22 27 0:21 / /proc rw - proc proc rw', '')).toBeUndefined();
  });
});

describe('parents', () => {
  it('are looked for from the own cgroup upwards', () => {
    expect(parentsOf({ version: 2, mount: '/sys/fs/cgroup', own: '/sys/fs/cgroup/a/b' })).toEqual([
      '/sys/fs/cgroup/a/b',
      '/sys/fs/cgroup/a',
      '/sys/fs/cgroup',
    ]);
    expect(parentsOf({ version: 1, mount: '/sys/fs/cgroup/pids', own: '/sys/fs/cgroup/pids' })).toEqual([
      '/sys/fs/cgroup/pids',
    ]);
  });
});
