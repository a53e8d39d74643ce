import { isolated, type IsolatedStack } from '@troupe/testing';
import type { Admin, Kafka } from 'kafkajs';
import { connectKafka } from '../connect-kafka.ts';
import { partitionOf } from '../partition-of.ts';
import type { Messaging, Publisher, Subscriber, SubscriberOptions } from '../ports.ts';
import { createKafkaClient } from './kafka-client.ts';
import { silentLogger } from './kafka-logger.ts';

/** What a group has committed in one partition. */
export interface Commit {
  readonly offset: string;
  readonly metadata: string | null;
}

/** A place on the shared broker, and the means to look behind a subscriber's back. */
export interface SubscriberPlace {
  readonly prefix: string;
  readonly brokers: readonly string[];
  readonly messaging: Messaging;
  readonly publisher: Publisher;
  /** A bare client. */
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** A subscriber that has started, over a connection of its own. */
  subscribe(options: SubscriberOptions): Promise<Subscriber>;
  /** Writes one record per key, each with its key as value. */
  publish(topic: string, ...keys: string[]): Promise<void>;
  /** Commits for a group that has no members. */
  commit(group: string, at: { topic: string; partition: number; offset: string }): Promise<void>;
  /** Deletes the records below an offset, as retention does. */
  deleteBelow(topic: string, partition: number, offset: string): Promise<void>;
  committed(group: string, topic: string, partition: number): Promise<Commit | undefined>;
  close(): Promise<void>;
}

/** Makes a place with these topics. */
export const openSubscriberPlace = async (name: string, topics: readonly string[]): Promise<SubscriberPlace> => {
  const stack: IsolatedStack = await isolated(name);
  const { prefix, kafkaBrokers: brokers } = stack;
  const connections: Messaging[] = [];
  const connect = (): Messaging => {
    const connection = connectKafka({ brokers, clientId: name, prefix });
    connections.push(connection);
    return connection;
  };
  const messaging = connect();
  await messaging.topics().apply(topics.map((topic) => ({ topic })));
  const publisher = await messaging.publisher();
  const kafka = createKafkaClient({ brokers, clientId: 'spec', logger: silentLogger });
  const admin = kafka.admin();
  await admin.connect();
  return {
    prefix,
    brokers,
    messaging,
    publisher,
    kafka,
    admin,
    subscribe: async (options) => {
      const subscriber = connect().subscriber(options);
      await subscriber.start();
      return subscriber;
    },
    publish: (topic, ...keys) =>
      publisher.publish(keys.map((key) => ({ topic, key, value: Buffer.from(key), headers: {} }))),
    commit: async (group, { topic, partition, offset }) => {
      // What the admin client offers for this takes five seconds.
      const consumer = kafka.consumer({ groupId: prefix + group, maxWaitTimeInMs: 50 });
      await consumer.connect();
      await consumer.subscribe({ topics: [prefix + topic] });
      const running = consumer.run({ autoCommit: false, eachMessage: () => Promise.resolve() });
      // Or it would itself reset what it has committed, if that is out of range.
      consumer.pause([{ topic: prefix + topic }]);
      await running;
      await consumer.commitOffsets([{ topic: prefix + topic, partition, offset }]);
      await consumer.disconnect();
    },
    deleteBelow: async (topic, partition, offset) => {
      // It deletes in topics only that it has met before.
      await admin.fetchTopicOffsets(prefix + topic);
      await admin.deleteTopicRecords({ topic: prefix + topic, partitions: [{ partition, offset }] });
    },
    committed: async (group, topic, partition) => {
      const [offsets] = await admin.fetchOffsets({ groupId: prefix + group, topics: [prefix + topic] });
      return offsets?.partitions.find((each) => each.partition === partition);
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await admin.disconnect();
      await stack.drop();
    },
  };
};

/** Different keys of one partition out of six. */
export const keysOf = (partition: number, count: number): string[] =>
  Array.from({ length: 10_000 }, (_, index) => `key-${index}`)
    .filter((key) => partitionOf(key, 6) === partition)
    .slice(0, count);
