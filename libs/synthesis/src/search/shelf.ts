import type { Operand, OperandType } from '../types.ts';
import type { Entry } from './entry.ts';
import { createFingerprint } from './fingerprint.ts';

/** What the search is for: expressions of this type with these values are reported even when they are not new. */
export interface Goal {
  readonly type: OperandType;
  readonly values: readonly Operand[];
  readonly again: (entry: Entry) => void;
}

/** Keeps one expression for each behaviour, by type and cost. */
export interface Shelf {
  /** Keeps what `make` gives, when no expression of this type has these values yet; says whether it did. */
  readonly place: (type: OperandType, values: readonly (Operand | undefined)[], make: () => Entry) => boolean;
  /** Says that an expression was tried that has no place here. */
  readonly reject: () => void;
  readonly entries: (type: OperandType | undefined, cost: number) => readonly Entry[];
  readonly counts: () => { readonly tried: number; readonly kept: number };
}

interface ShelfOptions {
  /** Told of every entry that is kept. */
  readonly found: (entry: Entry) => void;
  readonly goal: Goal | undefined;
}

/** Makes an empty shelf. */
export const createShelf = ({ found, goal }: ShelfOptions): Shelf => {
  const kept = new Map<OperandType, Entry[][]>();
  const seen = new Map<OperandType, Set<number>>();
  const fingerprint = createFingerprint();
  const wanted = goal && fingerprint(goal.values);
  const counts = { tried: 0, kept: 0 };

  const isNew = (type: OperandType, print: number): boolean => {
    const known = seen.get(type) ?? new Set();
    if (known.size === 0) seen.set(type, known);
    // Asking first whether it is there would look it up twice.
    const before = known.size;
    return known.add(print).size > before;
  };
  const keep = (entry: Entry): void => {
    const costs = kept.get(entry.type) ?? [];
    kept.set(entry.type, costs);
    (costs[entry.cost] ??= []).push(entry);
    counts.kept += 1;
    found(entry);
  };
  return {
    place: (type, values, make) => {
      counts.tried += 1;
      // Functions of items were told apart where they were found.
      const print = type.includes('=>') ? undefined : fingerprint(values);
      if (print === undefined || isNew(type, print)) {
        keep(make());
        return true;
      }
      if (type === goal?.type && print === wanted) goal.again(make());
      return false;
    },
    reject: () => {
      counts.tried += 1;
    },
    entries: (type, cost) => (type && kept.get(type)?.[cost]) ?? [],
    counts: () => ({ ...counts }),
  };
};
