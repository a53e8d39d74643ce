import { describe, expect, it } from '@jest/globals';
import { sandboxOptions, sandboxSettings } from './sandbox-settings.ts';

const read = (env: Readonly<Record<string, string>>) => sandboxOptions(sandboxSettings.parse(env));

describe('the settings of the sandbox', () => {
  it('say nothing unless somebody sets them', () =>
    expect(read({})).toEqual({ folder: undefined, cgroup: undefined, user: undefined }));

  it('say where runs are made, and as whom', () =>
    expect(read({ SANDBOX_FOLDER: '/srv/runs', SANDBOX_CGROUP: '/troupe', SANDBOX_USER: '4711' })).toEqual({
      folder: '/srv/runs',
      cgroup: '/troupe',
      user: 4711,
    }));

  it.each([
    { SANDBOX_FOLDER: 'runs' },
    { SANDBOX_CGROUP: 'troupe' },
    { SANDBOX_USER: '0' },
    { SANDBOX_USER: 'nobody' },
    { SANDBOX_USER: '4294967295' },
  ])('refuse %j', (env) => expect(sandboxSettings.safeParse(env).success).toBe(false));
});
