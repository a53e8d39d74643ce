/** How much somebody may do: so many at once, and so many a second from then on. */
export interface AllowanceOptions {
  readonly atOnce: number;
  readonly perSecond: number;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
}

/** Takes one from an allowance; false when nothing is left. */
export const createAllowance = ({ atOnce, perSecond, clock }: AllowanceOptions): (() => boolean) => {
  let left = atOnce;
  let countedMs = clock();
  return () => {
    const nowMs = clock();
    left = Math.min(atOnce, left + (Math.max(0, nowMs - countedMs) / 1_000) * perSecond);
    countedMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
};
