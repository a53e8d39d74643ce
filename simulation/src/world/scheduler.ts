import type { Random } from '@troupe/testing/random';

/** When the world begins, in milliseconds since 1970 UTC. */
const BEGIN_MS = Date.UTC(2026, 0, 1);

/** The one clock of a world, and everything that is yet to happen. */
export interface Scheduler {
  /** Milliseconds since 1970 UTC, in fractions. */
  now(): number;
  /** Has something happen in so many milliseconds; the function returned calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Has something happen after a while that chance decides: mostly a few milliseconds, now and then far more. */
  soon(run: () => void): void;
  /** Lets the next thing happen, and whatever follows from it at once. False when there is none. */
  step(): Promise<boolean>;
}

interface Entry {
  readonly atMs: number;
  /** Decides between what happens at the same moment. */
  readonly lot: number;
  run: (() => void) | undefined;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.atMs === other.atMs ? one.lot < other.lot : one.atMs < other.atMs;

/** A binary heap: the earliest entry first. */
const createHeap = () => {
  const entries: Entry[] = [];
  // Every index below is in range.
  const at = (index: number): Entry => entries[index] as Entry;
  const swap = (one: number, other: number): void => {
    [entries[one], entries[other]] = [at(other), at(one)];
  };
  const sink = (index: number): void => {
    for (let parent = index, child = 2 * index + 1; child < entries.length; child = 2 * parent + 1) {
      if (child + 1 < entries.length && isBefore(at(child + 1), at(child))) child += 1;
      if (!isBefore(at(child), at(parent))) return;
      swap(child, parent);
      parent = child;
    }
  };
  return {
    push: (entry: Entry): void => {
      entries.push(entry);
      for (let child = entries.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!isBefore(at(child), at(parent))) return;
        swap(child, parent);
        child = parent;
      }
    },
    pop: (): Entry | undefined => {
      const [first] = entries;
      const last = entries.pop();
      if (first === undefined || last === undefined || first === last) return first;
      entries[0] = last;
      sink(0);
      return first;
    },
  };
};

/** Everything that follows at once from what has just happened: promises, but nothing that takes time. */
const consequences = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A world in which nothing is to happen yet. */
export const createScheduler = (random: Random): Scheduler => {
  const heap = createHeap();
  let nowMs = BEGIN_MS;
  const after = (ms: number, run: () => void): (() => void) => {
    const entry: Entry = { atMs: nowMs + Math.max(0, ms), lot: random.next(), run };
    heap.push(entry);
    return () => {
      entry.run = undefined;
    };
  };
  return {
    now: () => nowMs,
    after,
    soon: (run) => void after(random.chance(0.04) ? random.next() * 200 : random.next() * 6, run),
    step: async () => {
      let entry = heap.pop();
      while (entry !== undefined && entry.run === undefined) entry = heap.pop();
      if (entry?.run === undefined) return false;
      nowMs = entry.atMs;
      entry.run();
      await consequences();
      return true;
    },
  };
};
