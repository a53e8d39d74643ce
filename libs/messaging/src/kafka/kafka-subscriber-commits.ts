import { systemTiming, type Timing } from '@troupe/contracts';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { encodeCompleted } from '../queues/commit-metadata.ts';
import type { Progress } from '../queues/assigned-work.ts';
import type { MessagingLogger } from './kafka-logger.ts';

/** What commits work with. */
export interface CommitsOptions {
  /** Of one generation: the broker refuses what it commits once that is over. */
  readonly offsets: Pick<ConsumerGroup['offsetManager'], 'commitOffsets'>;
  progress(): readonly Progress[];
  /** From logical to physical topic. */
  readonly prefix: string;
  readonly logger: MessagingLogger;
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
}

/** Commits the progress of one assignment, beside the work. */
export interface Commits {
  /** There is something to commit: it will be, half a second later at most. */
  soon(): void;
  /** Commits what there is now, after what is under way. Says whether Kafka took it. No timer runs afterwards. */
  last(): Promise<boolean>;
  /** Commits nothing any more. */
  end(): void;
}

const EVERY_MS = 500;

/** Nothing is committed yet. No timer runs while there is nothing to commit. */
export const createCommits = (options: CommitsOptions): Commits => {
  const { timing = systemTiming } = options;
  const committed = new Map<string, string>();
  let callOff: (() => void) | undefined;
  let underWay: Promise<boolean> = Promise.resolve(true);
  let ended = false;

  const commit = async (): Promise<boolean> => {
    const changed = changesOf(options, committed);
    if (changed.length === 0) return true;
    try {
      await options.offsets.commitOffsets({ topics: toTopics(changed) });
    } catch (error) {
      options.logger.debug({ err: error }, 'offsets were not committed; they will be, here or by the next owner');
      return false;
    }
    for (const { id, text } of changed) committed.set(id, text);
    return true;
  };

  const next = (): Promise<boolean> => (underWay = underWay.then(commit));

  const soon = (): void => {
    if (ended || callOff !== undefined) return;
    callOff = timing.after(EVERY_MS, () => {
      callOff = undefined;
      void next().then((taken) => {
        if (!taken) soon();
      });
    });
  };

  const end = (): void => {
    ended = true;
    callOff?.();
  };

  return {
    soon,
    end,
    last: () => {
      end();
      return next();
    },
  };
};

interface Change {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly metadata: string;
  readonly id: string;
  readonly text: string;
}

const changesOf = ({ progress, prefix }: CommitsOptions, committed: ReadonlyMap<string, string>): readonly Change[] =>
  progress()
    .map(({ topic, partition, watermark }) => {
      const offset = watermark.low.toString();
      const metadata = encodeCompleted(watermark.low, watermark.completed());
      return {
        topic: prefix + topic,
        partition,
        offset,
        metadata,
        id: `${topic}/${partition}`,
        text: offset + metadata,
      };
    })
    .filter(({ id, text }) => committed.get(id) !== text);

type Topics = Parameters<CommitsOptions['offsets']['commitOffsets']>[0]['topics'];

const toTopics = (changes: readonly Change[]): Topics =>
  [...Map.groupBy(changes, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: own.map(({ partition, offset, metadata }) => ({ partition, offset, metadata })),
  }));
