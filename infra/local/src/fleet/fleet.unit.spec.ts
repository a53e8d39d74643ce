import { describe, expect, it } from '@jest/globals';
import { isUsable } from './fleet.ts';

describe('a service', () => {
  it('is usable when it is ready', () => {
    expect(isUsable({ ready: true, failed: [] })).toBe(true);
  });

  it('is usable when it lacks only its sandbox: it answers that it cannot do more', () => {
    expect(isUsable({ ready: false, failed: ['sandbox', 'sandbox-cgroup-memory'] })).toBe(true);
  });

  it('is not usable when anything else fails, or it drains', () => {
    expect(isUsable({ ready: false, failed: ['sandbox', 'kafka'] })).toBe(false);
    expect(isUsable({ ready: false, failed: ['sandboxes'] })).toBe(false);
    expect(isUsable({ ready: false, failed: [] })).toBe(false);
  });
});
