import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import type { SubscriberBounds, SubscriberOptions } from '../ports.ts';
import { createAssignedWork, type AssignedWork } from '../queues/assigned-work.ts';
import type { TopicStart } from '../queues/partition-progress.ts';
import type { Throttle } from '../queues/throttle.ts';
import type { MessagingLogger } from './kafka-logger.ts';
import { toIncomingRecord } from './kafka-record.ts';
import { createCommits } from './kafka-subscriber-commits.ts';
import { waitBeating, type Beat } from './kafka-subscriber-drain.ts';
import { createEndOffsets, type EndOffsets } from './kafka-subscriber-end-offsets.ts';
import type { Batch } from './kafkajs-patches.ts';

/** What an assignment is made of. */
export interface AssignmentOptions {
  readonly group: ConsumerGroup;
  readonly epoch: number;
  /** With logical topics. */
  readonly starts: readonly TopicStart[];
  readonly prefix: string;
  readonly bounds: SubscriberBounds;
  readonly throttle: Readonly<Throttle>;
  readonly handle: SubscriberOptions['handle'];
  readonly ordered: boolean;
  readonly onRevoked: SubscriberOptions['onRevoked'];
  readonly logger: MessagingLogger;
  /** Told when a handler threw: see `AssignedWorkOptions.onThrow`. */
  readonly onThrow: Parameters<typeof createAssignedWork>[0]['onThrow'];
}

/** How an assignment is given up. */
export interface ReleaseOptions {
  readonly drainMs: number;
  readonly beat: Beat;
}

/** What one member owns in one generation of its group. */
export interface OwnedAssignment {
  readonly work: AssignedWork;
  readonly endOffsets: EndOffsets;
  /** Whether records may be read. It begins closed. */
  readonly isOpen: boolean;
  open(): void;
  /** Resolves when it is opened; absent once it is being released, because it will not be opened any more. */
  readonly opened: Promise<unknown> | undefined;
  /** Takes what a fetch has brought. */
  take(batch: Batch): void;
  /**
   * Takes no more, waits for what is under way, asks it to give up after the limit, commits, and tells `onRevoked`.
   * Whoever calls again waits for the same.
   */
  release(options: ReleaseOptions): Promise<void>;
}

/** How long work that was asked to give up may take to do so. */
const ABORT_GRACE_MS = 1_000;
const COMMIT_WITHIN_MS = 3_000;
const REVOKED_WITHIN_MS = 5_000;

/**
 * Begins an assignment. Everything of it ends with its generation, also for partitions that come back with the next one: their
 * completed offsets come back too, with the commit, and nothing has to tell an old record in a queue from a new one.
 */
export const createAssignment = (options: AssignmentOptions): OwnedAssignment => {
  const { group, epoch, prefix, logger, onRevoked } = options;
  const { offsetManager } = group;
  const work = createAssignedWork({ ...options, onPause: pauseIn(group, prefix), onProgress: () => commits.soon() });
  const commits = createCommits({ offsets: offsetManager, progress: work.progress, prefix, logger });
  const opened = Promise.withResolvers<undefined>();
  let isOpen = false;
  let releasing: Promise<void> | undefined;

  const take = (batch: Batch): void => {
    const { topic, partition, fetchedOffset } = batch;
    const place = { topic: topic.slice(prefix.length), partition };
    work.told(place, Number(batch.highWatermark), Date.now());
    // Of two fetchers (a leader has moved) only one can have begun where the next record is expected.
    if (!isOpen || batch.rawMessages.length === 0) return;
    if (offsetManager.nextOffset(topic, partition).toString() !== fetchedOffset) return;
    const last = batch.lastOffset();
    offsetManager.resolveOffset({ topic, partition, offset: last });
    const records = batch.messages.map((message) => toIncomingRecord(message, place));
    work.take({ ...place, records, next: Number(last) + 1 });
  };

  const release = async ({ drainMs, beat }: ReleaseOptions): Promise<void> => {
    isOpen = false;
    work.close();
    let outcome = await waitBeating(work.idle(), beat, drainMs);
    if (outcome !== 'done') work.abort();
    if (outcome === 'late') outcome = await waitBeating(work.idle(), beat, ABORT_GRACE_MS);
    if (outcome === 'lost') commits.end();
    else await waitBeating(commits.last(), beat, COMMIT_WITHIN_MS);
    work.end();
    if (work.partitions.length === 0 || onRevoked === undefined) return;
    const told = onRevoked(work.partitions, epoch).catch((error: unknown) => {
      logger.warn({ err: error, epoch }, 'what was to be done about revoked partitions failed');
    });
    await waitBeating(told, beat, REVOKED_WITHIN_MS);
  };

  // kafkajs remembers from the last generation what was paused.
  group.resume(group.assigned());
  work.throttled();
  // So that a group that had no offsets has them: records lost before the first commit would go unnoticed.
  commits.soon();
  return {
    work,
    endOffsets: createEndOffsets((partitions) => readEnds(options, partitions)),
    get isOpen() {
      return isOpen;
    },
    open: () => {
      isOpen = releasing === undefined;
      opened.resolve(undefined);
    },
    get opened() {
      return releasing === undefined ? opened.promise : undefined;
    },
    take,
    release: (how) => (releasing ??= release(how)),
  };
};

const pauseIn =
  (group: ConsumerGroup, prefix: string) =>
  (topic: string, partition: number, paused: boolean): void =>
    group[paused ? 'pause' : 'resume']([{ topic: prefix + topic, partitions: [partition] }]);

const readEnds = async (
  { group, starts, prefix }: AssignmentOptions,
  partitions: ReadonlySet<number>,
): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> => {
  const wanted = Map.groupBy(
    starts.filter(({ partition }) => partitions.has(partition)),
    ({ topic }) => prefix + topic,
  );
  const ends = await group.cluster.fetchTopicsOffset(
    [...wanted].map(([topic, own]) => ({ topic, fromBeginning: false, partitions: own })),
  );
  const byPartition = new Map([...partitions].map((partition) => [partition, new Map<string, number>()]));
  for (const { topic, partitions: found } of ends)
    for (const { partition, offset } of found)
      byPartition.get(partition)?.set(topic.slice(prefix.length), Number(offset));
  return byPartition;
};
