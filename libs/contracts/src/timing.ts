import { setImmediate as nextTurn } from 'node:timers/promises';

/** The time that code goes by, and chance: whoever hands in others can play the same course of things again. */
export interface Timing {
  /** Milliseconds since 1970 UTC, by a clock that may be set. */
  now(): number;
  /** Milliseconds since some moment, by a clock that only goes forward. */
  elapsed(): number;
  /** From [0, 1). */
  random(): number;
  /** Runs something once, in so many milliseconds; the function returned calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Resolves after whatever else this turn of the event loop brings. */
  turn(): Promise<void>;
}

/** The clocks and timers of the process. */
export const systemTiming: Timing = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  turn: () => nextTurn(),
};

/** Waits so many milliseconds; rejects with its reason when the signal aborts first. */
export const waitBy =
  ({ after }: Pick<Timing, 'after'>) =>
  (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        callOff();
        reject(signal?.reason instanceof Error ? signal.reason : new Error('The wait was aborted'));
      };
      const callOff = after(ms, () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      });
      if (signal?.aborted === true) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
    });

/** Runs something every so many milliseconds; the function returned ends that. */
export const repeatBy =
  ({ after }: Pick<Timing, 'after'>) =>
  (everyMs: number, run: () => void): (() => void) => {
    const turn = (): void => {
      callOff = after(everyMs, turn);
      run();
    };
    let callOff = after(everyMs, turn);
    return () => callOff();
  };
