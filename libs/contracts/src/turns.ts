/** Runs something when it is its turn, and gives what comes of it. */
export type InTurn = <Result>(run: () => Promise<Result>) => Promise<Result>;

/** Makes turns: so many things go on side by side, the others wait, first come first served. */
export const createTurns = (atOnce: number): InTurn => {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  const leave = (): void => {
    // Whoever waits takes over the place: the count stays.
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await run();
    } finally {
      leave();
    }
  };
};
