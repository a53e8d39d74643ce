import type { Tail, TailOptions } from '../ports.ts';
import type { MemoryLog } from './memory-log.ts';
import type { Reachability } from './reachability.ts';

/** Follows topics of a log in memory. */
export const createMemoryTail = (log: MemoryLog, reachability: Reachability, options: TailOptions): Tail => {
  const { topics, partitions, onRecord } = options;
  let stopListening: (() => void) | undefined;
  let stopped = false;
  const isFollowed = (topic: string, partition: number): boolean =>
    topics.includes(topic) && partitions?.includes(partition) !== false;

  const follow = (): void => {
    for (const topic of topics)
      for (const record of log.records(topic)) if (isFollowed(topic, record.partition)) onRecord(record);
    stopListening = log.onAppend((topic, partition) => {
      const logged = isFollowed(topic, partition) ? log.at(topic, partition, log.end(topic, partition) - 1) : undefined;
      if (logged !== undefined) onRecord(logged.record);
    });
  };

  return {
    start: async () => {
      await reachability.reached();
      if (stopListening === undefined && !stopped) follow();
    },
    stop: () => {
      stopped = true;
      stopListening?.();
      return Promise.resolve();
    },
  };
};
