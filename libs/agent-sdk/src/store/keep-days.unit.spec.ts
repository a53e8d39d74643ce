import { describe, expect, it } from '@jest/globals';
import { keepDaysFor, keepDaysOf } from './keep-days.ts';

const DAY_MS = 86_400_000;

describe('how long effects are remembered', () => {
  it('is a day longer than their input can be read again', () => {
    expect(keepDaysFor(31 * DAY_MS)).toBe(32);
    expect(keepDaysFor(30.5 * DAY_MS)).toBe(32);
    expect(keepDaysFor(Infinity)).toBe(Infinity);
  });

  it('is for ever while nobody can tell, and that is said', async () => {
    const said: unknown[] = [];
    const log = { warn: (...args: unknown[]) => void said.push(args) };
    expect(await keepDaysOf({ readableForMs: () => Promise.reject(new Error('away')), log })).toBe(Infinity);
    expect(said).toHaveLength(1);
  });
});
