import { setImmediate as nextTick } from 'node:timers/promises';
import { eventually as eventuallyWithin } from '@troupe/testing';
import { partitionOf } from '../partition-of.ts';
import type { IncomingRecord, Messaging, OutgoingRecord, Publisher, Subscriber, SubscriberOptions } from '../ports.ts';

/** A log that the features are run against. */
export interface MessagingUnderTest {
  /** A connection of its own, as another process would have one. */
  connect(): Messaging;
  close(): Promise<void>;
}

/** Topics and a group that no other spec uses. */
export interface Place {
  readonly topics: readonly string[];
  /** The first of them. */
  readonly topic: string;
  readonly group: string;
}

/** What every feature works with. */
export interface FeatureContext {
  readonly messaging: Messaging;
  readonly publisher: Publisher;
  /** Makes topics, and names a group. */
  place(...names: string[]): Promise<Place>;
  publish(topic: string, key: string, ...values: string[]): Promise<void>;
  /** A subscriber over a connection of its own, not started. */
  create(options: SubscriberOptions): Subscriber;
  /** Starts a subscriber as a process of its own would. */
  subscribe(options: SubscriberOptions): Promise<Subscriber>;
  /** Different keys of one partition. */
  keysOf(partition: number, count: number): readonly string[];
}

/** Connects to the log under test. */
export const createFeatureContext = async (under: MessagingUnderTest): Promise<FeatureContext> => {
  const messaging = under.connect();
  const publisher = await messaging.publisher();
  let unique = 0;
  return {
    messaging,
    publisher,
    place: async (...names) => {
      unique += 1;
      const topics = names.map((each) => `${each}.${unique}`);
      await messaging.topics().apply(topics.map((topic) => ({ topic })));
      return { topics, topic: topics[0] ?? '', group: `group-${unique}` };
    },
    publish: (topic, key, ...values) => publisher.publish(values.map((value) => recordOf(topic, key, value))),
    create: (options) => under.connect().subscriber(options),
    subscribe: async (options) => {
      const subscriber = under.connect().subscriber(options);
      await subscriber.start();
      return subscriber;
    },
    keysOf: (partition, count) =>
      numbers(10_000)
        .map((index) => `key-${index}`)
        .filter((key) => partitionOf(key, messaging.partitions) === partition)
        .slice(0, count),
  };
};

/** A record without headers. */
export const recordOf = (topic: string, key: string, value: string): OutgoingRecord => ({
  topic,
  key,
  value: Buffer.from(value),
  headers: {},
});

/** The value as text. */
export const textOf = (record: IncomingRecord): string => record.value?.toString() ?? '';

/** A handler that writes down what it is given. */
export const into =
  (heard: IncomingRecord[]) =>
  (record: IncomingRecord): Promise<void> =>
    Promise.resolve(void heard.push(record));

/** The numbers from 0 to `count` - 1. */
export const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** How many partitions each member has. */
export const sizesOf = (members: readonly Subscriber[]): readonly number[] =>
  members.map((member) => member.assignment().partitions.length);

/** Lets the event loop turn. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await nextTick();
};

/** Waits for longer than usual: a group of a busy machine takes its time to join. */
export const eventually = (assertion: () => void | Promise<void>): Promise<void> =>
  eventuallyWithin(assertion, { timeoutMs: 30_000 });
