import type { Entry } from './entry.ts';

/** When entries are due, if history is played again. */
export interface Replay {
  /** How many of the first entries may be published by now. */
  due(entries: readonly Entry<unknown>[], nowMs: number): number;
  /** How long until the first entry is due, in milliseconds. */
  waitMs(entries: readonly Entry<unknown>[], nowMs: number): number;
}

const timeOf = (entry: Entry<unknown> | undefined): number | undefined =>
  entry && 'read' in entry ? entry.read.at : undefined;

const AT_ONCE: Replay = { due: (entries) => entries.length, waitMs: () => 0 };

/**
 * Plays history at so many times its speed, from the first entry that it is shown on; what cannot be read is due with what comes before
 * it. Without a speed everything is due at once.
 */
export const createReplay = (speed: number | undefined): Replay => {
  if (speed === undefined) return AT_ONCE;
  let origin: { readonly at: number; readonly nowMs: number } | undefined;
  const waitFor = (entry: Entry<unknown> | undefined, nowMs: number): number => {
    const at = timeOf(entry);
    if (at === undefined) return 0;
    origin ??= { at, nowMs };
    return Math.max(0, origin.nowMs + (at - origin.at) / speed - nowMs);
  };
  return {
    due: (entries, nowMs) => {
      const first = entries.findIndex((entry) => waitFor(entry, nowMs) > 0);
      return first < 0 ? entries.length : first;
    },
    waitMs: ([first], nowMs) => waitFor(first, nowMs),
  };
};
