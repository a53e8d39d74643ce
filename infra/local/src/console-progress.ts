import type { WriteStream } from 'node:tty';

/** Progress for people: steps as lines, and one line that is rewritten where the output is a terminal. */
export interface ConsoleProgress {
  /** A step that was taken. */
  step(message: string): void;
  /** The present state; elsewhere than on a terminal it is written at most every two seconds. */
  live(message: string): void;
}

const QUIET_MS = 2_000;

/** Writes progress with the time since the start. */
export const consoleProgress = (out: WriteStream, now: () => number = () => performance.now()): ConsoleProgress => {
  const startMs = now();
  let liveShown = false;
  let lastLiveMs = -QUIET_MS;
  const stamp = (): string => `${((now() - startMs) / 1_000).toFixed(1).padStart(6)} s  `;
  const clearLive = (): void => {
    if (liveShown) out.write('\r\u001b[2K');
    liveShown = false;
  };
  return {
    step: (message) => {
      clearLive();
      out.write(`${stamp()}${message}\n`);
    },
    live: (message) => {
      if (out.isTTY) {
        clearLive();
        out.write(stamp() + message);
        liveShown = true;
      } else if (now() - lastLiveMs >= QUIET_MS) {
        lastLiveMs = now();
        out.write(`${stamp()}${message}\n`);
      }
    },
  };
};
