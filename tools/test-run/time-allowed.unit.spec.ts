import { describe, expect, it } from '@jest/globals';
import { timeAllowedMs } from './time-allowed.ts';

describe('the time that a spec asks for', () => {
  it('is the sum of the limits of the file, its tests, its hooks and its waits', () => {
    const spec = `
jest.setTimeout(240_000);
beforeAll(async () => {
  await eventually(() => expect(1).toBe(1), { timeoutMs: 30_000 });
}, 120_000);
describe('it', () => {
  it('waits', async () => {
    await it();
  }, 9000);
});`;
    expect(timeAllowedMs(spec)).toBe(240_000 + 30_000 + 120_000 + 9_000);
  });

  it('is none where nothing is said, whatever other numbers there are', () => {
    expect(timeAllowedMs("const DAY_MS = 86_400_000;\nit('is quick', () => expect(f({ a: 1 }, 5_000)).toBe(2));")).toBe(
      0,
    );
  });
});
