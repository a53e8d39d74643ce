/** First in, first out, in constant time: `Array.shift` moves all that remains. */
export interface Fifo<Item> {
  readonly size: number;
  push(item: Item): void;
  /** The oldest item, removed; undefined when there is none. */
  shift(): Item | undefined;
  clear(): void;
}

/** From how many taken items on their places are given back. */
const SLACK = 64;

/** An empty queue. */
export const createFifo = <Item>(): Fifo<Item> => {
  let items: (Item | undefined)[] = [];
  let head = 0;
  return {
    get size() {
      return items.length - head;
    },
    push: (item) => void items.push(item),
    shift: () => {
      const item = items[head];
      if (head < items.length) items[head++] = undefined;
      if (head > SLACK && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    clear: () => {
      items = [];
      head = 0;
    },
  };
};
