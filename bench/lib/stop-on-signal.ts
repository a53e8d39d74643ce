/** Ends in order when the run is cut short: servers and workers would outlive it otherwise. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(1)));
};
