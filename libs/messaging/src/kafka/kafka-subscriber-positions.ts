import { TroupeError } from '@troupe/contracts';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { decodeCompleted } from '../queues/commit-metadata.ts';
import type { TopicStart } from '../queues/partition-progress.ts';

/** Where a group stands in one partition of one (physical) topic, and what that partition retains. */
export interface CommittedPosition {
  readonly topic: string;
  readonly partition: number;
  /** Negative when the group has never committed here. */
  readonly committed: number;
  readonly metadata: string | null;
  /** The oldest offset that is retained. */
  readonly low: number;
  /** The offset that the next record will get. */
  readonly high: number;
}

/**
 * Reads where the group stands in everything that it was assigned. After SyncGroup only: what the former owners commit,
 * they commit before they join.
 */
export const readPositions = async (group: ConsumerGroup): Promise<readonly CommittedPosition[]> => {
  const topics = group.assigned().filter(({ partitions }) => partitions.length > 0);
  if (topics.length === 0) return [];
  const wanted = topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map((partition) => ({ partition })),
  }));
  const ends = (fromBeginning: boolean): ReturnType<ConsumerGroup['cluster']['fetchTopicsOffset']> =>
    group.cluster.fetchTopicsOffset(wanted.map((topic) => ({ ...topic, fromBeginning })));
  const [committed, lows, highs] = await Promise.all([
    group.coordinator.offsetFetch({ groupId: group.groupId, topics: wanted }),
    ends(true),
    ends(false),
  ]);
  const [commits, low, high] = [indexOffsets(committed.responses), indexOffsets(lows), indexOffsets(highs)];
  return topics.flatMap(({ topic, partitions }) =>
    partitions.map((partition) => {
      const commit = commits.get(`${topic}/${partition}`);
      return {
        topic,
        partition,
        committed: Number(commit?.offset ?? -1),
        metadata: commit?.metadata ?? null,
        low: Number(low.get(`${topic}/${partition}`)?.offset ?? 0),
        high: Number(high.get(`${topic}/${partition}`)?.offset ?? 0),
      };
    }),
  );
};

type Offsets = Awaited<ReturnType<ConsumerGroup['cluster']['fetchTopicsOffset']>>;

const indexOffsets = (offsets: Offsets): ReadonlyMap<string, Offsets[number]['partitions'][number]> =>
  new Map(
    offsets.flatMap(({ topic, partitions }) => partitions.map((found) => [`${topic}/${found.partition}`, found])),
  );

/**
 * Where to begin: at the committed offset, or at the beginning where there is none.
 * @throws OFFSET_OUT_OF_RANGE when the committed offset lies outside what is retained
 */
export const startAt = (position: CommittedPosition): Omit<TopicStart, 'topic'> => {
  const { topic, partition, committed, metadata, low, high } = position;
  if (committed < 0) return { partition, offset: low, completed: [] };
  if (committed < low || committed > high)
    throw outOfRange({ topic, partition, why: `${committed} is committed and ${low} to ${high} are retained` });
  return { partition, offset: committed, completed: decodeCompleted(committed, metadata) };
};

/** Records were lost, or the topic is not the one it was: only a person can say where to go on. */
export const outOfRange = (place: { topic: string; partition: number; why: string }): TroupeError => {
  const { topic, partition, why } = place;
  return new TroupeError(
    'OFFSET_OUT_OF_RANGE',
    `cannot go on in partition ${partition} of ${topic}: ${why}. Find out why records are missing, then set the group's offset by hand`,
    { details: { topic, partition } },
  );
};
