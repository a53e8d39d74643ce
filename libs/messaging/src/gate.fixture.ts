/** A place to wait at until it is opened: for specs that hold a handler. */
export interface Gate {
  open(): void;
  /** Resolves once it is open. */
  passed(): Promise<void>;
}

/** A closed gate. */
export const createGate = (): Gate => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { open: () => resolve(undefined), passed: () => promise };
};

/** Rejects once the signal aborts, as work that gives up does. */
export const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(new Error('aborted'));
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
