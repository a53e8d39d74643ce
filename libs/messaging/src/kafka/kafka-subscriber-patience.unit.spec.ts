import { describe, expect, it } from '@jest/globals';
import { createPatience, FETCH_WAIT_MS } from './kafka-subscriber-patience.ts';

const begin = (sessionTimeoutMs: number) => {
  const clock = { ms: 0 };
  return { clock, patience: createPatience({ sessionTimeoutMs, now: () => clock.ms }) };
};

describe('the patience of a subscriber', () => {
  it('grows when nothing has come for ten seconds, and ends with the first record', () => {
    const { clock, patience } = begin(10_000);
    clock.ms = 9_999;
    expect(patience.waitMs()).toBe(FETCH_WAIT_MS);
    clock.ms = 10_000;
    expect(patience.waitMs()).toBe(1_000);
    patience.stir();
    expect(patience.waitMs()).toBe(FETCH_WAIT_MS);
  });

  it.each([
    [3_000, 600],
    [1_000, FETCH_WAIT_MS],
  ])('leaves room for heartbeats in a session of %d ms', (sessionTimeoutMs, longest) => {
    const { clock, patience } = begin(sessionTimeoutMs);
    clock.ms = 60_000;
    expect(patience.waitMs()).toBe(longest);
  });
});
