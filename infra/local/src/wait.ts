import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/** Polls until the condition holds; false when the time is over first. @throws the reason of the signal when it aborts */
export const pollUntil = async (
  condition: () => boolean | Promise<boolean>,
  { withinMs, signal }: { withinMs: number; signal?: AbortSignal },
): Promise<boolean> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await condition()) return true;
    if (Date.now() >= deadline) return false;
    await delay(POLL_MS);
  }
};
