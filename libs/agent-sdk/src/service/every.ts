import type { Logger } from 'pino';

/** What is done again and again. */
export interface Recurring {
  /** Names it in the log when it fails. */
  readonly what: string;
  readonly everyMs: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly run: () => Promise<void>;
}

/** Does something every so many milliseconds, never twice at once. A failure is logged, and the next turn comes. */
export const every = ({ what, everyMs, signal, log, run }: Recurring): void => {
  let running = false;
  const turn = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      await run();
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, what }, 'failed, and will be tried again');
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void turn(), everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
};
