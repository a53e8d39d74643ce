import type { ServerName } from '../server.ts';

/** The services that faults befall. */
export const TARGETS = [
  'gateway',
  'fraud-agent',
  'inventory-agent',
  'shipping-agent',
  'saga-coordinator',
  'ledger',
] as const;

/** One of them. */
export type Target = (typeof TARGETS)[number];

/** Where a service ends itself: see `failpoint.fixture.ts`. */
export const BOUNDARIES = [
  'after-fetch',
  'after-statement',
  'before-commit',
  'after-commit',
  'after-publish',
  'before-offsets',
  'after-offsets',
] as const;

/** What is done to the fleet. */
export type ChaosFault =
  /** kill −9, wherever it is. */
  | { readonly kind: 'kill'; readonly target: Target }
  /** kill −9 at the n-th time that it passes a boundary. */
  | { readonly kind: 'failpoint'; readonly target: Target; readonly boundary: string; readonly nth: number }
  /** SIGSTOP, and SIGCONT after a while that may be longer than its session. */
  | { readonly kind: 'stop'; readonly target: Target; readonly ms: number }
  /** Every connection that it has to the database breaks. */
  | { readonly kind: 'cut'; readonly target: Target }
  /** One more instance comes, and the older one is told to stop. */
  | { readonly kind: 'rebalance'; readonly target: Target; readonly ms: number }
  /** Records that are in the log are written once more. */
  | { readonly kind: 'duplicates'; readonly target: 'log'; readonly count: number }
  /** Bytes that nobody can read. */
  | { readonly kind: 'poison'; readonly target: 'log' }
  /** A server crashes, and is started again after a while. */
  | { readonly kind: 'server'; readonly target: ServerName; readonly ms: number };

/** Chance from a seed (mulberry32). */
const createChance = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    // In range: `between` stays below the length.
    pick: <Item>(items: readonly Item[]): Item => items[between(0, items.length - 1)] as Item,
  };
};

/** Services that read the log: only they are in a group that can rebalance. */
const READERS = TARGETS.filter((target) => target !== 'gateway');
/** Those that store what they decide, and publish it. */
const DECIDERS = READERS.filter((target) => target !== 'ledger');

/** The faults of a seed, one after the other; the same each time. */
export function* drawFaults(seed: number): Generator<ChaosFault, never> {
  const chance = createChance(seed);
  const { pick, between } = chance;
  for (;;) {
    const drawn = chance.next();
    if (drawn < 0.14) yield { kind: 'kill', target: pick(TARGETS) };
    else if (drawn < 0.3)
      yield { kind: 'failpoint', target: pick(DECIDERS), boundary: pick(BOUNDARIES), nth: between(1, 25) };
    else if (drawn < 0.52) yield { kind: 'stop', target: pick(TARGETS), ms: between(200, 3_500) };
    else if (drawn < 0.76) yield { kind: 'cut', target: pick(TARGETS) };
    else if (drawn < 0.81) yield { kind: 'rebalance', target: pick(READERS), ms: between(200, 2_000) };
    else if (drawn < 0.93) yield { kind: 'duplicates', target: 'log', count: between(1, 20) };
    else if (drawn < 0.98) yield { kind: 'poison', target: 'log' };
    else yield { kind: 'server', target: pick(['kafka', 'registry', 'database']), ms: between(0, 2_000) };
  }
}
