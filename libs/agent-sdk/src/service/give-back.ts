import { collectAll } from './collect-all.ts';
import { createRestWatch } from './rest-watch.ts';

const LOOK_EVERY_MS = 5_000;
/** The process stands still while its heap is gone through: a large one is left to V8. */
const LARGEST_HEAP = 64 * 1_024 * 1_024;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Gives memory back whenever the process has come to rest, until the signal aborts. For whoever owns the process. */
export const giveBackAtRest = (signal: AbortSignal): void => {
  const watch = createRestWatch(cpuMs(), performance.now());
  const look = (): void => {
    if (watch.look(cpuMs(), performance.now()) && process.memoryUsage().heapUsed < LARGEST_HEAP) collectAll();
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
};
