import type { WriteStream } from 'node:tty';

/** Progress for people: steps as lines, and lines that are rewritten where the output is a terminal. */
export interface ConsoleProgress {
  /** A step that was taken. */
  step(message: string): void;
  /**
   * The present state, in lines that are rewritten. Elsewhere than on a terminal it is written at most every two seconds, in
   * one line: `brief`, which is the message unless it is given.
   */
  live(message: string, brief?: string): void;
}

const QUIET_MS = 2_000;

/** Writes progress with the time since the start. */
export const consoleProgress = (out: WriteStream, now: () => number = () => performance.now()): ConsoleProgress => {
  const startMs = now();
  let liveLines = 0;
  let lastLiveMs = -QUIET_MS;
  const stamp = (): string => `${((now() - startMs) / 1_000).toFixed(1).padStart(6)} s  `;
  const clearLive = (): void => {
    if (liveLines > 0) out.write(`\r\u001b[2K${'\u001b[1A\u001b[2K'.repeat(liveLines - 1)}`);
    liveLines = 0;
  };
  return {
    step: (message) => {
      clearLive();
      out.write(`${stamp()}${message}\n`);
    },
    live: (message, brief = message) => {
      if (out.isTTY) {
        clearLive();
        out.write(stamp() + message);
        liveLines = message.split('\n').length;
      } else if (now() - lastLiveMs >= QUIET_MS) {
        lastLiveMs = now();
        out.write(`${stamp()}${brief}\n`);
      }
    },
  };
};
