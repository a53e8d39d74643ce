import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { createComplaints } from './complaints.ts';

const complaining = () => {
  const lines: unknown[] = [];
  // Lines of pino are JSON.
  const log = pino({ level: 'info', base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line) as unknown) }); // prettier-ignore
  return { lines, complaints: createComplaints(log, 5_000) };
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('complaints', () => {
  it('say the first at once, and how many followed after a while, each status by itself', async () => {
    const { lines, complaints } = complaining();
    complaints.add(503, new Error('away'));
    expect(lines).toMatchObject([{ status: 503, requests: 1, reason: 'away' }]);
    for (let times = 0; times < 7; times += 1) complaints.add(503, new Error('still away'));
    complaints.add(429, new Error('full'));
    expect(lines).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(lines.slice(1)).toMatchObject([
      { status: 503, requests: 7, reason: 'still away' },
      { status: 429, requests: 1, reason: 'full' },
    ]);
  });

  it('are silent when nothing is refused, and say the next at once', async () => {
    const { lines, complaints } = complaining();
    complaints.add(503, new Error('away'));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(lines).toHaveLength(1);
    complaints.add(503, new Error('again'));
    expect(lines).toHaveLength(2);
  });

  it('say at the end what they have not said yet', () => {
    const { lines, complaints } = complaining();
    complaints.add(503, new Error('away'));
    complaints.add(503, new Error('away'));
    complaints.close();
    expect(lines).toMatchObject([{ requests: 1 }, { requests: 1 }]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
