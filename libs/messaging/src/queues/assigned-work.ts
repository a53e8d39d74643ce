import type { IncomingRecord, Standing, SubscriberBounds, SubscriberOptions, Task } from '../ports.ts';
import { createConversationQueues } from './conversation-queues.ts';
import { createPartitionProgress, type PartitionProgress, type TopicStart } from './partition-progress.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import type { Taken, Watermark } from './watermark.ts';

/** What the work of one assignment is made of. */
export interface AssignedWorkOptions {
  readonly epoch: number;
  /** Every partition of every topic that is owned, and where it begins. */
  readonly starts: readonly TopicStart[];
  readonly bounds: SubscriberBounds;
  /** Asked anew whenever something is taken or begun. Default: nothing is held back. */
  readonly throttle?: Readonly<Throttle>;
  readonly handle: SubscriberOptions['handle'];
  /** See `SubscriberOptions.ordered`. */
  readonly ordered?: boolean;
  /** Told when a topic's partition shall be read no further, and when it may be read on. */
  onPause(topic: string, partition: number, paused: boolean): void;
  /** Told after every record that is dealt with: there is something to commit. */
  onProgress(): void;
  /** Told when a handler threw although nobody had asked it to give up. */
  onThrow(record: IncomingRecord, error: unknown): void;
}

/** Records of one partition of one topic, in the order of their offsets. */
export interface TakenBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: Iterable<IncomingRecord>;
  /** Everything below is in this or an earlier batch, or does not exist. */
  readonly next: number;
}

/** How far one partition of one topic has come. */
export interface Progress {
  readonly topic: string;
  readonly partition: number;
  readonly watermark: Watermark;
}

/** The records of one assignment, from when they are read until they are dealt with. It knows nothing of a broker. */
export interface AssignedWork {
  readonly epoch: number;
  /** The partition numbers, ascending. */
  readonly partitions: readonly number[];
  /** Queues the records. Nothing is taken once it is closed. */
  take(batch: TakenBatch): void;
  watermarks(partition: number): ReadonlyMap<string, bigint>;
  progress(): readonly Progress[];
  /** See `PartitionProgress.reached`; false when the partition is not owned. */
  reached(partition: number, ends: ReadonlyMap<string, number>, signal?: AbortSignal): Promise<boolean>;
  /** Records under way or queued. */
  inFlight(): number;
  /** Kafka says where the log of a topic's partition ends. */
  told(place: Pick<Progress, 'topic' | 'partition'>, end: number, nowMs: number): void;
  standing(): Standing;
  /** To be called when the throttle has changed. */
  throttled(): void;
  /** Takes and starts nothing any more; what waits is dropped and will be read again. */
  close(): void;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
  /** Asks what is under way to give up. */
  abort(): void;
  /** The partitions are not owned any more: `isCurrent()` is false from here on, and nothing counts as dealt with. */
  end(): void;
}

interface Item {
  readonly record: IncomingRecord;
  readonly taken: Taken;
  readonly watermark: Watermark;
  readonly partition: PartitionProgress;
}

/** Begins the work of an assignment. */
export const createAssignedWork = (wanted: AssignedWorkOptions): AssignedWork => {
  const options = { throttle: createThrottle(), ...wanted };
  const { epoch, throttle, handle, onProgress, onThrow, ordered = true } = options;
  const partitions = createPartitions(options);
  const abortion = new AbortController();
  let closed = false;
  let ended = false;
  const task: Task = { epoch, signal: abortion.signal, isCurrent: () => !ended };

  const run = async (item: Item): Promise<void> => {
    let dealt = false;
    item.partition.began();
    try {
      await handle(item.record, task);
      dealt = !ended;
      if (dealt && item.watermark.done(item.taken)) item.partition.moved();
      if (dealt) onProgress();
    } catch (error) {
      // Whoever was asked to give up may do so by throwing: the record is not dealt with, and will be read again.
      if (!ended && !abortion.signal.aborted) onThrow(item.record, error);
    }
    item.partition.released(sizeOf(item.record), dealt);
    if (!closed) item.partition.reviewPaused();
  };
  const queues = createConversationQueues<Item>({ concurrency: () => throttle.concurrency, run });

  const take = ({ topic, partition: number, records, next }: TakenBatch): void => {
    const partition = partitions.get(number);
    const watermark = partition?.topics.get(topic)?.watermark;
    if (closed || partition === undefined || watermark === undefined) return;
    for (const record of records) {
      const taken = watermark.take(Number(record.offset));
      if (taken === undefined) continue;
      partition.took(sizeOf(record));
      queues.add(ordered ? conversationOf(record) : placeOf(record), { record, taken, watermark, partition });
    }
    if (watermark.pass(next)) partition.moved();
    partition.review();
    onProgress();
  };

  return {
    ...lookInto(options, partitions),
    take,
    inFlight: () => queues.size,
    throttled: () => {
      if (closed) return;
      for (const partition of partitions.values()) partition.review();
      queues.proceed();
    },
    close: () => {
      closed = true;
      queues.close();
    },
    idle: () => queues.idle(),
    abort: () => abortion.abort(),
    end: () => {
      ended = true;
      for (const partition of partitions.values()) partition.end();
    },
  };
};

type Views = Pick<AssignedWork, 'epoch' | 'partitions' | 'watermarks' | 'progress' | 'reached' | 'told' | 'standing'>;

type Throttled = AssignedWorkOptions & { readonly throttle: Readonly<Throttle> };

const lookInto = (
  { epoch, bounds, throttle }: Throttled,
  partitions: ReadonlyMap<number, PartitionProgress>,
): Views => ({
  epoch,
  partitions: [...partitions.keys()].sort((a, b) => a - b),
  watermarks: (number) => watermarksOf(partitions.get(number)),
  progress: () => [...partitions.values()].flatMap(({ topics }) => [...topics.values()]),
  reached: (number, ends, signal) => partitions.get(number)?.reached(ends, signal) ?? Promise.resolve(false),
  told: ({ topic, partition }, end, nowMs) => partitions.get(partition)?.told(topic, end, nowMs),
  standing: () => ({
    epoch,
    lanes: [...partitions.values()].flatMap((partition) => partition.lanes()),
    partitions: [...partitions].map(([partition, own]) => ({ partition, ...own.holding() })),
    bounds,
    concurrency: throttle.concurrency,
  }),
});

const createPartitions = (options: Throttled): ReadonlyMap<number, PartitionProgress> => {
  const { starts, bounds, throttle, onPause } = options;
  const isHeld = (): boolean => throttle.held;
  const byPartition = Map.groupBy(starts, ({ partition }) => partition);
  return new Map(
    [...byPartition].map(([number, own]) => [
      number,
      createPartitionProgress({ starts: own, bounds, isHeld, onPause }),
    ]),
  );
};

const watermarksOf = (partition: PartitionProgress | undefined): ReadonlyMap<string, bigint> =>
  new Map([...(partition?.topics ?? [])].map(([topic, { watermark }]) => [topic, BigInt(watermark.low)]));

const sizeOf = ({ value }: IncomingRecord): number => value?.length ?? 0;

/** Records without a key belong to no conversation: those of one topic and partition keep their order among each other. */
const conversationOf = ({ key, topic, partition }: IncomingRecord): string => key ?? `\0${topic}/${partition}`;

/** No other record shares it. */
const placeOf = ({ topic, partition, offset }: IncomingRecord): string => `${topic}/${partition}/${offset}`;
