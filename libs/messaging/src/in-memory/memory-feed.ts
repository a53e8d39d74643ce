import type { AssignedWork } from '../queues/assigned-work.ts';
import type { TopicStart } from '../queues/partition-progress.ts';
import type { LoggedRecord, MemoryLog } from './memory-log.ts';

/** Hands records of the log to the work of one assignment, in the order in which they were appended. */
export interface MemoryFeed {
  /** Hands over all that there is in a partition, except what is paused. */
  feed(partition: number): void;
  pause(topic: string, partition: number, paused: boolean): void;
}

interface Lane {
  readonly topic: string;
  /** The next offset to hand over. */
  position: number;
  paused: boolean;
}

/** Begins where the group left off. `work` is asked for when there is something to hand over. */
export const createMemoryFeed = (
  log: MemoryLog,
  starts: readonly TopicStart[],
  work: () => AssignedWork,
): MemoryFeed => {
  const lanes = new Map<number, Lane[]>();
  for (const { topic, partition, offset } of starts)
    lanes.set(partition, [...(lanes.get(partition) ?? []), { topic, position: offset, paused: false }]);

  const next = (partition: number): { lane: Lane; logged: LoggedRecord } | undefined =>
    (lanes.get(partition) ?? [])
      .flatMap((lane) => {
        const logged = lane.paused ? undefined : log.at(lane.topic, partition, lane.position);
        return logged === undefined ? [] : [{ lane, logged }];
      })
      .toSorted((one, other) => one.logged.sequence - other.logged.sequence)[0];

  return {
    feed: (partition) => {
      for (let found = next(partition); found !== undefined; found = next(partition)) {
        const { lane, logged } = found;
        lane.position += 1;
        work().take({ topic: lane.topic, partition, records: [logged.record], next: lane.position });
      }
    },
    pause: (topic, partition, paused) => {
      for (const lane of lanes.get(partition) ?? []) if (lane.topic === topic) lane.paused = paused;
    },
  };
};
