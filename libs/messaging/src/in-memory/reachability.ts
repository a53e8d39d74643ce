/** Whether a log in memory plays being away. */
export interface Reachability {
  isReachable(): boolean;
  /** Resolves at once, or when the log is back. */
  reached(): Promise<void>;
  set(reachable: boolean): void;
}

/** Reachable, until it is told otherwise. */
export const createReachability = (): Reachability => {
  let reachable = true;
  let waiting: (() => void)[] = [];
  return {
    isReachable: () => reachable,
    reached: () => (reachable ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    set: (next) => {
      reachable = next;
      if (!reachable) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
};
