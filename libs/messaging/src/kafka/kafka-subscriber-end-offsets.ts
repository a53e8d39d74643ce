/** Reads the end offsets of some partition numbers, by logical topic, in one request. */
export type ReadEnds = (partitions: ReadonlySet<number>) => Promise<ReadonlyMap<number, ReadonlyMap<string, number>>>;

/** The ends of one partition number, read after the call: by topic, the offset that the next record will get. */
export type EndOffsets = (partition: number) => Promise<ReadonlyMap<string, number>>;

/** Whoever asks while a request is under way shares the next one: the answer to the first may be older than their question. */
export const createEndOffsets = (read: ReadEnds): EndOffsets => {
  let wanted = new Set<number>();
  let next: ReturnType<ReadEnds> | undefined;
  let underWay: Promise<unknown> = Promise.resolve();

  const begin = (): ReturnType<ReadEnds> => {
    const partitions = wanted;
    wanted = new Set();
    next = undefined;
    return read(partitions);
  };

  return async (partition) => {
    wanted.add(partition);
    if (next === undefined) {
      next = underWay.then(begin);
      underWay = next.catch(() => undefined);
    }
    return (await next).get(partition) ?? new Map<string, number>();
  };
};
