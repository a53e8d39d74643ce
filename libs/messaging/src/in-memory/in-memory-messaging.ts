import { DEFAULT_PARTITIONS, DEFAULT_RETENTION_MS } from '../environment.ts';
import type {
  IncomingRecord,
  Messaging,
  Publisher,
  Subscriber,
  SubscriberOptions,
  TopicDifference,
  TopicSpec,
} from '../ports.ts';
import { createMemoryGroup, type MemoryGroup } from './memory-group.ts';
import { createMemoryLog } from './memory-log.ts';
import { createMemoryLogReader } from './memory-log-reader.ts';
import { createMemoryPublisher } from './memory-publisher.ts';
import { MemorySubscriber } from './memory-subscriber.ts';
import { createMemoryTail } from './memory-tail.ts';
import { createReachability } from './reachability.ts';

/** What the twin is made of. */
export interface InMemoryMessagingOptions {
  /** Default 6. */
  readonly partitions?: number;
  /** The clock that gives `appendedMs`, in milliseconds. Default Date.now. */
  now?(): number;
}

/** The twin of a Kafka cluster, and the means to look into it and to make it misbehave. For unit tests only. */
export interface InMemoryMessaging extends Messaging {
  /** Every record of a topic in the order in which they were appended. */
  records(topic: string): readonly IncomingRecord[];
  /** Per topic and partition, the offset that a group would go on from: below it all is done. */
  committed(group: string, topic: string, partition: number): bigint;
  /**
   * Ends a subscriber as `kill -9` ends a process: no drain and no commit, so that what was done within the last half
   * second is done again. Others take over at once.
   */
  crash(subscriber: Subscriber): void;
  /** Plays that the log is away: publishing waits, and nothing is ready. */
  setReachable(reachable: boolean): void;
}

/**
 * A log in memory that behaves as Kafka does towards this library: partitions, groups that outlive their members,
 * rebalances with a drain, commits twice a second, redelivery of what was not committed. One call makes one cluster;
 * everything connected to it shares it. Unlike on Kafka, a topic comes into being when it is first used.
 */
export const createInMemoryMessaging = (options: InMemoryMessagingOptions = {}): InMemoryMessaging => {
  const { partitions = DEFAULT_PARTITIONS, now = Date.now } = options;
  const log = createMemoryLog({ partitions, now });
  const reachability = createReachability();
  const groups = new Map<string, MemoryGroup>();
  const subscribers = new Set<MemorySubscriber>();
  const publishers = new Set<Publisher>();

  const groupOf = (name: string): MemoryGroup => {
    const group = groups.get(name) ?? createMemoryGroup(partitions);
    groups.set(name, group);
    return group;
  };

  const subscriber = (wanted: SubscriberOptions): Subscriber => {
    const created = new MemorySubscriber({ log, group: groupOf(wanted.group), options: wanted });
    subscribers.add(created);
    return created;
  };

  return {
    partitions,
    publisher: () => {
      const created = createMemoryPublisher(log, reachability);
      publishers.add(created);
      return Promise.resolve(created);
    },
    subscriber,
    topics: () => createMemoryTopics(),
    reader: () => createMemoryLogReader(log, reachability),
    tail: (wanted) => createMemoryTail(log, reachability, wanted),
    ready: () => Promise.resolve(reachability.isReachable()),
    close: async () => {
      await Promise.all([...subscribers].map((each) => each.stop()));
      await Promise.all([...publishers].map((each) => each.close()));
    },
    records: (topic) => log.records(topic),
    committed: (group, topic, partition) => BigInt(groupOf(group).committed(topic, partition).offset),
    crash: (crashing) => {
      for (const each of subscribers) if (each === crashing) each.crash();
    },
    setReachable: (reachable) => reachability.set(reachable),
  };
};

const createMemoryTopics = (): ReturnType<Messaging['topics']> => {
  const applied = new Set<string>();
  const diff = (specs: readonly TopicSpec[]): readonly TopicDifference[] =>
    specs
      .filter(({ topic }) => !applied.has(topic))
      .map(({ topic }) => ({ topic, kind: 'missing', message: `${topic} does not exist`, mendable: true }));
  return {
    diff: (specs) => Promise.resolve(diff(specs)),
    apply: (specs) => {
      const differences = diff(specs);
      for (const { topic } of specs) applied.add(topic);
      return Promise.resolve(differences);
    },
    // It forgets nothing, but lives no longer than a spec.
    readableForMs: () => Promise.resolve(DEFAULT_RETENTION_MS),
  };
};
