import { orAborted } from '../guards/or-aborted.ts';

/** Runs what it is given one after the other, in the order in which it came. */
export type Turns = <Result>(run: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;

/** A line of its own. Who gives up while it waits is not run. */
export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  return (run, signal) => {
    const mine = last.then(() => {
      signal.throwIfAborted();
      return run();
    });
    // The next comes whatever became of this one.
    last = mine.catch(() => undefined);
    return orAborted(mine, signal);
  };
};
