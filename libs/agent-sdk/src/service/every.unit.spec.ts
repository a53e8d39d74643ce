import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { every } from './every.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const stopping = new AbortController();
afterEach(() => stopping.abort());
const base = { what: 'spec', everyMs: 10, signal: stopping.signal, log: pino({ level: 'silent' }) };

describe('every', () => {
  it('does not begin again before it has ended', async () => {
    const turns: (() => void)[] = [];
    every({ ...base, run: () => new Promise((resolve) => turns.push(resolve)) });
    await jest.advanceTimersByTimeAsync(50);
    expect(turns).toHaveLength(1);
    turns[0]?.();
    await jest.advanceTimersByTimeAsync(10);
    expect(turns).toHaveLength(2);
  });

  it('goes on after a failure and ends with its signal', async () => {
    const end = new AbortController();
    let runs = 0;
    every({ ...base, signal: end.signal, run: () => Promise.reject(new Error(`failure ${(runs += 1)}`)) });
    await jest.advanceTimersByTimeAsync(35);
    expect(runs).toBe(3);
    end.abort();
    await jest.advanceTimersByTimeAsync(50);
    expect(runs).toBe(3);
  });
});
