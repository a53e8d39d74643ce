import { setTimeout as delay } from 'node:timers/promises';
import type { Wait } from './relay.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** How long to wait after so many failures in a row, from 1: doubling up to 2 s, with jitter. */
export const pauseMs = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);

/** Waits by the clock. */
export const waitByClock: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal });
};
