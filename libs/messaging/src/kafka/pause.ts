import { setTimeout as wait } from 'node:timers/promises';

/** Waits `ms` milliseconds between two attempts; an abort ends it at once, without an error. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
};
