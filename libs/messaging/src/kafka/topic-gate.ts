import { TroupeError } from '@troupe/contracts';
import type { Admin } from 'kafkajs';
import { failureOf, isForbidden, kafkaUnavailable, topicForbidden } from './kafka-failure.ts';
import { pause } from './pause.ts';

/** What the gate looks at. */
export interface TopicGateOptions {
  /** Gives a connected client. */
  admin(): Promise<Pick<Admin, 'fetchTopicMetadata'>>;
  readonly prefix: string;
  /** What its callers are about to do. */
  readonly to: 'read' | 'write';
  /** The number of partitions that every topic must have. */
  readonly partitions: number;
  /** How long a topic may be missing before it counts as missing: a new one is not known everywhere at once. */
  readonly graceMs: number;
  /** Between two looks, in milliseconds. */
  readonly pauseMs: number;
  now(): number;
  /** Whether the time to give up has come. */
  isOver(untilMs: number): boolean;
}

/** A call that waits to be let through. */
export interface GatedCall {
  /** Logical topics. */
  readonly topics: ReadonlySet<string>;
  /** When to give up, in milliseconds. */
  readonly untilMs: number;
}

/** Lets through what goes to topics that are as they must be. */
export interface TopicGate {
  /**
   * Runs `enter` once all topics are known, at once if they already are. Calls that share a topic keep their order;
   * others do not wait for them. @throws TroupeError TOPIC_MISMATCH · TOPIC_FORBIDDEN · KAFKA_UNAVAILABLE after `untilMs`
   */
  admit(call: GatedCall, enter: () => Promise<void>): Promise<void>;
}

/**
 * Looks at each topic once, before the first record goes there. A topic that does not exist would hold up every other
 * record of its request until the time is over, and one with another number of partitions would tear conversations apart.
 */
export const createTopicGate = (options: TopicGateOptions): TopicGate => {
  const known = new Set<string>();
  const held = new Map<string, Promise<unknown>>();

  const areKnown = (topics: ReadonlySet<string>): boolean => {
    for (const topic of topics) if (!known.has(topic)) return false;
    return true;
  };

  const look = async (topics: ReadonlySet<string>, untilMs: number): Promise<void> => {
    for (const topic of topics) {
      if (known.has(topic)) continue;
      await requireTopic(options, topic, untilMs);
      known.add(topic);
    }
  };

  return {
    admit: ({ topics, untilMs }, enter) => {
      if (held.size === 0 && areKnown(topics)) return enter();
      const before = [...topics].flatMap((topic) => held.get(topic) ?? []);
      if (before.length === 0 && areKnown(topics)) return enter();
      const looked = Promise.allSettled(before).then(() => look(topics, untilMs));
      const entered = looked.then(() => ({ result: enter() }));
      for (const topic of topics) held.set(topic, entered);
      const release = (): void => {
        for (const topic of topics) if (held.get(topic) === entered) held.delete(topic);
      };
      entered.then(release, release);
      // What `enter` began is wrapped until here, so that the next in line waits for its beginning, not for its end.
      return entered.then(({ result }) => result);
    },
  };
};

const requireTopic = async (options: TopicGateOptions, topic: string, untilMs: number): Promise<void> => {
  const { prefix, partitions, now, isOver } = options;
  const graceUntilMs = now() + options.graceMs;
  for (;;) {
    try {
      const admin = await options.admin();
      const { topics } = await admin.fetchTopicMetadata({ topics: [prefix + topic] });
      return requirePartitions({ topic: prefix + topic, found: topics[0]?.partitions.length ?? 0, partitions });
    } catch (error) {
      if (TroupeError.is(error)) throw error;
      if (isForbidden(error)) throw topicForbidden(prefix + topic, options.to, error);
      if (failureOf(error) === 'refused') throw mismatch(prefix + topic, 'is refused by Kafka', error);
      if (failureOf(error) === 'unknown-topic' && now() >= graceUntilMs)
        throw mismatch(prefix + topic, 'does not exist: apply the topics before the services start', error);
      if (isOver(untilMs)) throw kafkaUnavailable(`cannot look at the topic ${prefix}${topic}`, error);
      await pause(options.pauseMs);
    }
  }
};

const requirePartitions = ({
  topic,
  found,
  partitions,
}: {
  topic: string;
  found: number;
  partitions: number;
}): void => {
  if (found === partitions) return;
  throw mismatch(
    topic,
    `has ${found} partitions and this environment ${partitions}: correct TROUPE_PARTITIONS, or make the topic anew`,
  );
};

const mismatch = (topic: string, why: string, cause?: unknown): TroupeError =>
  new TroupeError('TOPIC_MISMATCH', `the topic ${topic} ${why}`, { cause, details: { topic } });
