/** Remembers something about the keys that were used last: what is forgotten begins anew. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Keeps at least the last `atLeast` keys that were set and at most twice as many: see `createRecentIds`. */
export const createRecentMap = <Value>(atLeast: number): RecentMap<Value> => {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set: (key, value) => {
      young.set(key, value);
      if (young.size < atLeast) return;
      old = young;
      young = new Map();
    },
  };
};
