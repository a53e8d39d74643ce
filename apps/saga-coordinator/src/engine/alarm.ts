import { systemTiming, type Timing } from '@troupe/contracts';

/** One sleeper that can be woken earlier than it meant to. */
export interface Alarm {
  /** Wakes the sleeper in so many milliseconds, or when it wakes anyway if that is sooner. */
  ringIn(ms: number): void;
  /** Sleeps until the alarm rings, which is at once if it rang since the last sleep began. */
  sleep(): Promise<void>;
}

/** An alarm that rings at least every `longestMs`, and at once when `signal` aborts. */
export const createAlarm = (longestMs: number, signal: AbortSignal, timing: Timing = systemTiming): Alarm => {
  const { elapsed, after } = timing;
  let atMs = elapsed() + longestMs;
  let reset: (() => void) | undefined;
  const ringIn = (ms: number): void => {
    atMs = Math.min(atMs, elapsed() + ms);
    reset?.();
  };
  const nap = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const callOff = after(ms, resolve);
      reset = () => {
        callOff();
        resolve();
      };
    });
  signal.addEventListener('abort', () => ringIn(0), { once: true });
  return {
    ringIn,
    sleep: async () => {
      // A nap that is cut short finds the new time.
      for (let ms = atMs - elapsed(); ms > 0; ms = atMs - elapsed()) await nap(Math.ceil(ms));
      reset = undefined;
      atMs = elapsed() + longestMs;
    },
  };
};
