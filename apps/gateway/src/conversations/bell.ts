/** Wakes one who waits. Ringing while nobody waits is remembered once. */
export interface Bell {
  ring(): void;
  /** Resolves when it rings, or has rung since the last wait. */
  rung(): Promise<void>;
}

/** A bell that has not rung. */
export const createBell = (): Bell => {
  let next = Promise.withResolvers<true>();
  return {
    ring: () => next.resolve(true),
    rung: async () => {
      await next.promise;
      next = Promise.withResolvers();
    },
  };
};
