/** How far a group has come in one partition of one topic: what a restart begins with. */
export interface CommittedProgress {
  /** Everything below is done. */
  readonly low: number;
  /** What is done above it all the same. */
  readonly completed: readonly number[];
}

/** How far one member has come in one partition of one topic. */
export interface TopicProgress {
  /** Everything below is done. */
  readonly low: number;
  /** The next offset to take. */
  readonly position: number;
  /** Moves past the next offset; false when it was done before. */
  take(): boolean;
  complete(offset: number): void;
  committable(): CommittedProgress;
}

/** Goes on from what was committed. */
export const createTopicProgress = (from: CommittedProgress = { low: 0, completed: [] }): TopicProgress => {
  const done = new Set(from.completed);
  let low = from.low;
  let position = from.low;
  return {
    get low() {
      return low;
    },
    get position() {
      return position;
    },
    take: () => {
      position += 1;
      return !done.has(position - 1);
    },
    complete: (offset) => {
      done.add(offset);
      while (done.delete(low)) low += 1;
    },
    committable: () => ({ low, completed: [...done] }),
  };
};
