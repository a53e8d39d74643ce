/** The ids that were dealt with last. Saves work when an event comes twice; no promise rests on it. */
export interface RecentIds {
  has(id: string): boolean;
  add(id: string): void;
}

/**
 * Keeps at least the last `atLeast` ids and at most twice as many. Two generations, of which the older is dropped whole:
 * deleting the oldest id of one set would have to skip over all those deleted before it.
 */
export const createRecentIds = (atLeast = 5_000): RecentIds => {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (id) => young.has(id) || old.has(id),
    add: (id) => {
      young.add(id);
      if (young.size < atLeast) return;
      old = young;
      young = new Set();
    },
  };
};
