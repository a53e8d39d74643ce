import type { Metrics } from '@troupe/observability';
import type { Logger } from 'pino';

/** Notices when the event loop stood still while records were handled. */
export interface LoopWatch {
  /** Handles a record of this type; watches meanwhile. */
  during<Result>(type: string, run: () => Promise<Result>): Promise<Result>;
}

/** Who is told. */
export interface LoopWatchOptions {
  readonly agent: string;
  readonly log: Logger;
  readonly metrics?: Pick<Metrics, 'loopBlockedSeconds'>;
  /** What is taken for standing still. Default 100 ms. */
  readonly limitMs?: number;
}

/** Wakes the process only while something is handled. */
const TICK_MS = 20;
const COMPLAIN_EVERY_MS = 5_000;

/**
 * Watches by a timer that comes late by as much as something else kept the loop. Node's own histogram of that tells how
 * much, but not when, and so not in whose hands the loop was.
 */
export const createLoopWatch = ({ agent, log, metrics, limitMs = 100 }: LoopWatchOptions): LoopWatch => {
  const active = new Map<string, number>();
  let seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let dueMs = 0;
  let quietUntilMs = 0;

  const report = (blockedMs: number, nowMs: number): void => {
    metrics?.loopBlockedSeconds.observe({ agent }, blockedMs / 1_000);
    if (nowMs < quietUntilMs) return;
    quietUntilMs = nowMs + COMPLAIN_EVERY_MS;
    const about = { agent, types: [...seen], blockedMs: Math.round(blockedMs) };
    log.warn(about, 'the event loop stood still while events were handled: do such work with inWorker');
  };
  const tick = (): void => {
    const nowMs = performance.now();
    if (nowMs - dueMs > limitMs) report(nowMs - dueMs, nowMs);
    dueMs = nowMs + TICK_MS;
    seen = new Set(active.keys());
    if (active.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  const begin = (type: string): void => {
    active.set(type, (active.get(type) ?? 0) + 1);
    seen.add(type);
    if (timer !== undefined) return;
    dueMs = performance.now() + TICK_MS;
    timer = setInterval(tick, TICK_MS).unref();
  };
  const end = (type: string): void => {
    const left = (active.get(type) ?? 1) - 1;
    if (left > 0) active.set(type, left);
    else active.delete(type);
  };
  return {
    during: async (type, run) => {
      begin(type);
      try {
        return await run();
      } finally {
        end(type);
      }
    },
  };
};
