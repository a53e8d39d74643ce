import { describe, expect, it } from '@jest/globals';
import { repeatBy, systemTiming, waitBy, type Timing } from './timing.ts';

/** Timers that the spec fires. */
const handTimers = (): Pick<Timing, 'after'> & { fire(): void; waits: number[] } => {
  const waits: number[] = [];
  let due: (() => void)[] = [];
  return {
    waits,
    after: (ms, run) => {
      waits.push(ms);
      due.push(run);
      return () => {
        due = due.filter((other) => other !== run);
      };
    },
    fire: () => {
      for (const run of due.splice(0)) run();
    },
  };
};

describe('waiting', () => {
  it('ends when the timer says so', async () => {
    const timers = handTimers();
    const waiting = waitBy(timers)(30);
    timers.fire();
    await waiting;
    expect(timers.waits).toEqual([30]);
  });

  it('is given up for the reason of the signal, before it begins and in the middle', async () => {
    const timers = handTimers();
    const stopping = new AbortController();
    const waiting = waitBy(timers)(30, stopping.signal);
    stopping.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(waitBy(timers)(30, stopping.signal)).rejects.toThrow('enough');
  });
});

describe('repeating', () => {
  it('goes on until it is ended', () => {
    const timers = handTimers();
    let runs = 0;
    const end = repeatBy(timers)(10, () => (runs += 1));
    timers.fire();
    timers.fire();
    end();
    timers.fire();
    expect(runs).toBe(2);
  });
});

describe("the process's timing", () => {
  it('runs later what is to run later, and never what was called off', async () => {
    const order: string[] = [];
    systemTiming.after(0, () => order.push('called off'))();
    await waitBy(systemTiming)(1);
    await systemTiming.turn();
    expect(order).toEqual([]);
    expect(systemTiming.elapsed()).toBeGreaterThan(0);
    expect(systemTiming.random()).toBeLessThan(1);
  });
});
