/** How much somebody may still do. */
export interface Allowance {
  /** Takes one, and says how long to wait in milliseconds where there is none left: 0 when it was taken. */
  take(nowMs: number): number;
}

const MINUTE_MS = 60_000;

/** So many in a minute, all of them at once if need be; what was taken comes back evenly. */
export const createAllowance = (perMinute: number): Allowance => {
  const eachMs = MINUTE_MS / perMinute;
  // When all of it would be back. One may be taken as long as that is less than a minute away.
  let fullAtMs = 0;
  return {
    take: (nowMs) => {
      const next = Math.max(fullAtMs, nowMs) + eachMs;
      const waitMs = next - nowMs - MINUTE_MS;
      // Fractions of a millisecond add up to nothing that anybody waits for.
      if (waitMs > 1) return waitMs;
      fullAtMs = next;
      return 0;
    },
  };
};
