/** Waits for work to end in whatever way, but no longer than `ms` milliseconds. No timer remains. */
export const within = (work: Promise<unknown>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(limit);
      resolve();
    };
    const limit = setTimeout(end, ms);
    work.then(end, end);
  });
