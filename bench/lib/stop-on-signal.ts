import { startStack, type LocalStack } from '@troupe/local-stack';

/** Does something when the run is cut short, then ends with an error: servers and workers would outlive it otherwise. */
export const stopOnSignal = (stop: () => Promise<unknown>): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(1)));
};

/** Runs something on a stack of its own, which ends with it and when the run is cut short, even while its servers start. */
export const withStack = async (
  progress: (message: string) => void,
  run: (stack: LocalStack, cut: AbortSignal) => Promise<void>,
): Promise<void> => {
  const cut = new AbortController();
  const starting = startStack({ progress, signal: cut.signal, brokerLife: 'long' });
  stopOnSignal(async () => {
    cut.abort();
    const stack = await starting.catch(() => undefined);
    await stack?.stop();
  });
  const stack = await starting;
  try {
    await run(stack, cut.signal);
  } finally {
    await stack.stop();
  }
};
