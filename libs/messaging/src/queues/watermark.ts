/** Offsets `from` up to, but not including, `to`. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** An offset that was taken. */
export interface Taken {
  readonly offset: number;
}

/**
 * Follows one partition of one topic: which offsets were taken, and below which all are dealt with. Offsets are plain
 * numbers here: a partition would have to take a million records a second for 285 years to pass 2^53.
 */
export interface Watermark {
  /** Below it everything is dealt with. */
  readonly low: number;
  /** The next offset to take. */
  readonly position: number;
  /** How far `position` is ahead of `low`. */
  readonly gap: number;
  /**
   * Takes the next record. Undefined when it was dealt with before the restart: there is nothing to do then. `pass` is
   * to be called after the last record of a batch.
   */
  take(offset: number): Taken | undefined;
  /** The record is dealt with. Says whether `low` has moved. */
  done(taken: Taken): boolean;
  /** Everything below `next` was taken or does not exist (compaction, control records). Says whether `low` has moved. */
  pass(next: number): boolean;
  /** What is dealt with above `low`, ascending: what a restart may skip. */
  completed(): readonly OffsetRange[];
}

interface Slot extends Taken {
  done: boolean;
}

/** From how many settled slots on their places are given back. */
const SLACK = 256;

/** Goes on from a committed offset; `completed` are the ranges above it that are dealt with, ascending. */
export const createWatermark = (start: number, completed: readonly OffsetRange[] = []): Watermark => {
  let position = start;
  let low = start;
  /** From `head` on: what is not below `low`. The first of them is not done. */
  let slots: Slot[] = [];
  let head = 0;
  let skip = 0;

  const wasCompleted = (offset: number): boolean => {
    while (skip < completed.length && (completed[skip]?.to ?? 0) <= offset) skip += 1;
    return (completed[skip]?.from ?? Number.POSITIVE_INFINITY) <= offset;
  };

  const settle = (): boolean => {
    while (slots[head]?.done === true) head += 1;
    if (head === slots.length || head > SLACK) {
      slots = slots.slice(head);
      head = 0;
    }
    const before = low;
    low = slots[head]?.offset ?? position;
    return low > before;
  };

  return {
    get low() {
      return low;
    },
    get position() {
      return position;
    },
    get gap() {
      return position - low;
    },
    take: (offset) => {
      position = offset + 1;
      if (wasCompleted(offset)) return undefined;
      const slot: Slot = { offset, done: false };
      slots.push(slot);
      return slot;
    },
    done: (taken) => {
      // Every token was made by `take`, which makes slots.
      (taken as Slot).done = true;
      return settle();
    },
    pass: (next) => {
      position = Math.max(position, next);
      return settle();
    },
    completed: () => {
      const pending = slots.slice(head).filter(({ done }) => !done);
      const between = pending.map(({ offset }, index) => ({
        from: offset + 1,
        to: pending[index + 1]?.offset ?? position,
      }));
      // What an earlier owner completed and has not been fetched again yet.
      const ahead = completed.map(({ from, to }) => ({ from: Math.max(from, position), to }));
      return [...between, ...ahead].filter(({ from, to }) => from < to);
    },
  };
};
