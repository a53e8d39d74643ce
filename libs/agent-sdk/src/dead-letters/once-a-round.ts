import type { PlacedEntry } from './held-index.ts';
import type { HandleHeld } from './held-round.ts';

/** Handles held entries, each once a round. */
export interface Rounds {
  /** Resolves when the entry is handled in this round, by this call or by one before it. */
  run(placed: PlacedEntry, signal: AbortSignal): Promise<void>;
  /** The log says what became of an entry: the next round may come. */
  over(id: string): void;
}

interface Begun {
  readonly round: number;
  /** Whether it came to its end, or was given up. */
  readonly done: Promise<boolean>;
}

/**
 * Whoever asks for a round that is under way waits for it: when a partition is lost and gained again, the one that began has
 * yet to be told, and what it gives up is left to the one that waits.
 */
export const onceARound = (handle: HandleHeld): Rounds => {
  const begun = new Map<string, Begun>();
  return {
    run: async (placed, signal) => {
      const { id, due } = placed.entry;
      if (due === undefined) return;
      for (let other = begun.get(id); other?.round === due.round; other = begun.get(id)) if (await other.done) return;
      const work = handle(placed, due, signal);
      const giveUp = (): boolean => (begun.delete(id), false);
      begun.set(id, { round: due.round, done: work.then(() => true, giveUp) });
      await work;
    },
    over: (id) => void begun.delete(id),
  };
};
