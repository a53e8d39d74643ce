import type { SubscriberBounds } from '../ports.ts';
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
}

/** One partition number over all topics that this instance reads in it: its load, and who waits for its watermarks. */
export interface PartitionProgress {
  readonly topics: ReadonlyMap<string, TopicProgress>;
  took(bytes: number): void;
  released(bytes: number): void;
  /** Pauses and resumes topics by the bounds. */
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
  onPause(topic: string, partition: number, paused: boolean): void;
}

/** Follows one partition number. All `starts` are of it. */
export const createPartitionProgress = ({ starts, bounds, onPause }: PartitionProgressOptions): PartitionProgress => {
  const topics = new Map(
    starts.map(({ topic, partition, offset, completed }): [string, TopicProgress] => [
      topic,
      { topic, partition, watermark: createWatermark(offset, completed), paused: false },
    ]),
  );
  const waiters = createWaiters(topics);
  const held = { records: 0, bytes: 0 };
  let paused = 0;

  const review = (): void => {
    for (const progress of topics.values()) {
      const pause = !mayRead(bounds, { ...held, gap: progress.watermark.gap }, progress.paused);
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
    released: (bytes) => {
      held.records -= 1;
      held.bytes -= bytes;
    },
    review,
    reviewPaused: () => {
      if (paused > 0) review();
    },
    ...waiters,
  };
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
