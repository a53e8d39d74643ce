/** The ids that were dealt with last. Saves work when an event comes twice; no promise rests on it. */
export interface RecentIds {
  has(id: string): boolean;
  add(id: string): void;
}

/** Keeps the last `limit` ids. */
export const createRecentIds = (limit = 10_000): RecentIds => {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > limit && oldest !== undefined) ids.delete(oldest);
    },
  };
};
