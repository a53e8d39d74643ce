import { KEPT_DAY, type Claim, type ClaimStore } from './claim.ts';

const keyOf = ({ day, digest }: Claim): string => `${day} ${digest}`;

/** A claim store in memory, for unit tests. */
export const createMemoryClaims = (): ClaimStore => {
  const kept = new Map<string, Buffer>();
  return {
    put: (claim, bytes) => Promise.resolve(void kept.set(keyOf(claim), Buffer.from(bytes))),
    keep: (claim) => {
      const bytes = kept.get(keyOf(claim));
      if (bytes !== undefined) kept.set(keyOf({ ...claim, day: KEPT_DAY }), bytes);
      return Promise.resolve(bytes !== undefined);
    },
    get: (claim) => Promise.resolve(kept.get(keyOf(claim))),
  };
};
