/** Lets a bounded number of tasks run at a time; the others wait, first come first served. */
export interface Turns {
  take<T>(task: () => Promise<T>): Promise<T>;
}

/** Makes turns for so many tasks at a time. */
export const createTurns = (atOnce: number): Turns => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    take: async (task) => {
      if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await task();
      } finally {
        // Whoever waits takes over the place: the count stays.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
};
