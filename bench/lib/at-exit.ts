const last = new Set<() => void>();
process.once('exit', () => {
  for (const run of last) run();
});

/**
 * Does something, at once, when this process ends however it was told to: a process that is frozen or leads a group of its own
 * would outlive it otherwise. Returns what takes it back.
 */
export const atExit = (run: () => void): (() => void) => {
  last.add(run);
  return () => void last.delete(run);
};
