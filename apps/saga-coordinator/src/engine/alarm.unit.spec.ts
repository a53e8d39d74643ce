import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createAlarm } from './alarm.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const sleeper = () => {
  const stopping = new AbortController();
  const alarm = createAlarm(5_000, stopping.signal);
  let awake = 0;
  const sleep = (): void => void alarm.sleep().then(() => (awake += 1));
  return { alarm, stopping, sleep, awake: () => awake };
};

describe('an alarm', () => {
  it('rings after the longest sleep if nobody rings it', async () => {
    const { sleep, awake } = sleeper();
    sleep();
    await jest.advanceTimersByTimeAsync(4_999);
    expect(awake()).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(awake()).toBe(1);
  });

  it('rings when the first who asked wants it to', async () => {
    const { alarm, sleep, awake } = sleeper();
    sleep();
    alarm.ringIn(300);
    alarm.ringIn(100);
    alarm.ringIn(200);
    await jest.advanceTimersByTimeAsync(99);
    expect(awake()).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(awake()).toBe(1);
  });

  it('that rang before the sleep began ends it at once', async () => {
    const { alarm, sleep, awake } = sleeper();
    alarm.ringIn(0);
    sleep();
    await jest.advanceTimersByTimeAsync(0);
    expect(awake()).toBe(1);
    sleep();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(awake()).toBe(1);
  });

  it('rings when the process stops', async () => {
    const { stopping, sleep, awake } = sleeper();
    sleep();
    stopping.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(awake()).toBe(1);
  });
});
