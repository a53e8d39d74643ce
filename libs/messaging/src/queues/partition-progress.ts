import type { LaneStanding, PartitionStanding, SubscriberBounds } from '../ports.ts';
import { mayRead } from './partition-load.ts';
import { createWatermark, type OffsetRange, type Watermark } from './watermark.ts';

/** Where one partition of one topic begins. */
export interface TopicStart {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that is not dealt with. */
  readonly offset: number;
  /** What is dealt with above it. */
  readonly completed: readonly OffsetRange[];
}

/** How far one partition of one topic has come. */
export interface TopicProgress {
  readonly topic: string;
  readonly partition: number;
  readonly watermark: Watermark;
  paused: boolean;
  /** Where the log ends, as far as is known, and since when. */
  end: number;
  toldMs: number;
}

/** One partition number over all topics that this instance reads in it: its load, and who waits for its watermarks. */
export interface PartitionProgress {
  readonly topics: ReadonlyMap<string, TopicProgress>;
  took(bytes: number): void;
  /** A handler begins. */
  began(): void;
  /** A handler has ended, with the record dealt with or given up. */
  released(bytes: number, dealt: boolean): void;
  /** Kafka says where the log of a topic ends. */
  told(topic: string, end: number, nowMs: number): void;
  lanes(): readonly LaneStanding[];
  /** What is held now. */
  holding(): Omit<PartitionStanding, 'partition'>;
  /** Pauses and resumes topics by the bounds, or because nothing shall be taken. */
  review(): void;
  /** The same, in constant time while nothing is paused: to be called after every record. */
  reviewPaused(): void;
  /** To be called when a watermark has moved. */
  moved(): void;
  /** Resolves to true once every watermark has reached its end, to false when `signal` aborts or `end` is called first. */
  reached(ends: ReadonlyMap<string, number>, signal?: AbortSignal): Promise<boolean>;
  /** The partition is not owned any more. */
  end(): void;
}

/** What a partition works with. */
export interface PartitionProgressOptions {
  readonly starts: readonly TopicStart[];
  readonly bounds: SubscriberBounds;
  /** Whether nothing shall be taken. */
  isHeld(): boolean;
  onPause(topic: string, partition: number, paused: boolean): void;
}

/** Follows one partition number. All `starts` are of it. */
export const createPartitionProgress = (options: PartitionProgressOptions): PartitionProgress => {
  const { starts, bounds, isHeld, onPause } = options;
  const topics = new Map(starts.map((start) => [start.topic, beginTopic(start)]));
  const waiters = createWaiters(topics);
  const held = { records: 0, bytes: 0, running: 0, dealt: 0 };
  let paused = 0;

  const review = (): void => {
    for (const progress of topics.values()) {
      const pause = isHeld() || !mayRead(bounds, { ...held, gap: progress.watermark.gap }, progress.paused);
      if (pause === progress.paused) continue;
      progress.paused = pause;
      paused += pause ? 1 : -1;
      onPause(progress.topic, progress.partition, pause);
    }
  };

  return {
    topics,
    took: (bytes) => {
      held.records += 1;
      held.bytes += bytes;
    },
    began: () => {
      held.running += 1;
    },
    released: (bytes, dealt) => {
      held.records -= 1;
      held.bytes -= bytes;
      held.running -= 1;
      if (dealt) held.dealt += 1;
    },
    told: (topic, end, toldMs) => {
      const progress = topics.get(topic);
      if (progress !== undefined) Object.assign(progress, { end, toldMs });
    },
    lanes: () => [...topics.values()].map(standingOf),
    holding: () => ({ ...held }),
    review,
    reviewPaused: () => {
      if (paused > 0) review();
    },
    ...waiters,
  };
};

const beginTopic = ({ topic, partition, offset, completed }: TopicStart): TopicProgress => ({
  topic,
  partition,
  watermark: createWatermark(offset, completed),
  paused: false,
  end: offset,
  toldMs: 0,
});

const standingOf = ({ topic, partition, watermark, paused, end, toldMs }: TopicProgress): LaneStanding => {
  const { low, position } = watermark;
  // What was taken was there, whatever was said before.
  return { topic, partition, low, position, end: Math.max(end, position), toldMs, paused };
};

type Waiters = Pick<PartitionProgress, 'moved' | 'reached' | 'end'>;

interface Waiter {
  readonly ends: ReadonlyMap<string, number>;
  settle(reached: boolean): void;
}

const createWaiters = (topics: ReadonlyMap<string, TopicProgress>): Waiters => {
  const waiters = new Set<Waiter>();
  let ended = false;

  const isReached = (ends: ReadonlyMap<string, number>): boolean =>
    [...ends].every(([topic, end]) => (topics.get(topic)?.watermark.low ?? end) >= end);

  const wait = (ends: ReadonlyMap<string, number>, signal?: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const settle = (reached: boolean): void => {
        waiters.delete(waiter);
        signal?.removeEventListener('abort', giveUp);
        resolve(reached);
      };
      const waiter: Waiter = { ends, settle };
      const giveUp = (): void => settle(false);
      signal?.addEventListener('abort', giveUp);
      waiters.add(waiter);
    });

  return {
    moved: () => {
      for (const waiter of waiters) if (isReached(waiter.ends)) waiter.settle(true);
    },
    reached: async (ends, signal) => {
      if (ended || signal?.aborted === true) return false;
      return isReached(ends) || (await wait(ends, signal));
    },
    end: () => {
      ended = true;
      for (const waiter of waiters) waiter.settle(false);
    },
  };
};
