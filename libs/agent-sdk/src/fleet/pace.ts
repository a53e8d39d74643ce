import type { SubscriberOptions } from '@troupe/messaging';

/** How long records take to be handled, of late. */
export interface Pace {
  /** Measures a handler. */
  timed(handle: SubscriberOptions['handle']): SubscriberOptions['handle'];
  /** What 95 of 100 records did not exceed, in milliseconds; null when none was handled within the last minute. */
  p95Ms(): number | null;
}

const WINDOW_MS = 60_000;
const MOST = 512;

/** Keeps the last 512 records of the last minute. `now` is a clock in milliseconds. */
export const createPace = (now: () => number = () => performance.now()): Pace => {
  const samples: { readonly endedMs: number; readonly tookMs: number }[] = [];
  let next = 0;

  const keep = (startedMs: number): void => {
    const endedMs = now();
    samples[next] = { endedMs, tookMs: endedMs - startedMs };
    next = (next + 1) % MOST;
  };

  return {
    timed: (handle) => async (record, task) => {
      const startedMs = now();
      await handle(record, task);
      keep(startedMs);
    },
    p95Ms: () => {
      const sinceMs = now() - WINDOW_MS;
      const recent = samples.filter(({ endedMs }) => endedMs >= sinceMs).map(({ tookMs }) => tookMs);
      return recent.sort((a, b) => a - b)[Math.ceil(recent.length * 0.95) - 1] ?? null;
    },
  };
};
