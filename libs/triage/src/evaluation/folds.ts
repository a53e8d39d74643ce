/** Items to learn from, and those that are held out meanwhile. */
export interface Fold<Item> {
  readonly learnt: readonly Item[];
  readonly heldOut: readonly Item[];
}

/** A number that looks drawn, the same for the same place: the finish of MurmurHash3. */
const drawn = (place: number): number => {
  let mixed = Math.imul((place + 1) ^ (place >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** Mixed, always in the same way: a file that is sorted, or goes round in circles, teaches as any other. */
export const mixed = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item, place) => ({ item, key: drawn(place) }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item);

/** Splits items so that each is held out once. */
export const foldsOf = <Item>(items: readonly Item[], count: number): readonly Fold<Item>[] => {
  const all = mixed(items);
  return Array.from({ length: count }, (_, fold) => ({
    learnt: all.filter((_item, nth) => nth % count !== fold),
    heldOut: all.filter((_item, nth) => nth % count === fold),
  }));
};
