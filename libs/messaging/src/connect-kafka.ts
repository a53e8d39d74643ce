import type { Admin, ICustomPartitioner, Kafka, Producer } from 'kafkajs';
import { DEFAULT_PARTITIONS } from './environment.ts';
import { createKafkaClient, createKafkaCluster, KAFKAJS_RETRY, type SaslOptions } from './kafka/kafka-client.ts';
import { kafkaUnavailable } from './kafka/kafka-failure.ts';
import { silentLogger, type MessagingLogger } from './kafka/kafka-logger.ts';
import { createKafkaLogReader } from './kafka/kafka-log-reader.ts';
import { createKafkaPublisher } from './kafka/kafka-publisher.ts';
import { patchKafkajs } from './kafka/kafkajs-patches.ts';
import { createKafkaSubscriber } from './kafka/kafka-subscriber.ts';
import { lendConnection } from './kafka/loaned-connection.ts';
import { pause } from './kafka/pause.ts';
import { shareConnection } from './kafka/shared-connection.ts';
import { createKafkaTail } from './kafka/kafka-tail.ts';
import { createKafkaTopics } from './kafka/topics.ts';
import type { Messaging, Publisher, Subscriber, Tail } from './ports.ts';

/** How Kafka is reached, and what this environment looks like in it. */
export interface ConnectKafkaOptions {
  /** host:port of at least one broker. */
  readonly brokers: readonly string[];
  /** The service's name, for the brokers' logs and quotas. */
  readonly clientId: string;
  /** Prepended as it is to topics and groups. Default ''. */
  readonly prefix?: string;
  /** The one number of partitions that every topic has. Default 6. */
  readonly partitions?: number;
  /** TLS. Default false. */
  readonly ssl?: boolean;
  readonly sasl?: SaslOptions;
  /** Copies of each topic that `topics().apply` creates. Default: what the brokers are set to. */
  readonly replicationFactor?: number;
  /** Told what the client does about a broker that is away. Default: nobody. */
  readonly logger?: MessagingLogger;
}

/** How long a broker may take to say that it is there, in milliseconds. */
const READY_WITHIN_MS = 2_000;

/**
 * One service's connection to Kafka. It connects when it is first used; a broker that is away is waited for as each
 * part says. `close` stops subscribers, tails and publishers that are still open, in this order.
 */
export const connectKafka = (options: ConnectKafkaOptions): Messaging => {
  const { prefix = '', partitions = DEFAULT_PARTITIONS, logger = silentLogger } = options;
  patchKafkajs();
  const kafka = createKafkaClient({ ...options, logger });
  const shared = shareConnection(() => kafka.admin({ retry: KAFKAJS_RETRY }));
  const admin = (): Promise<Admin> => shared.get();
  const fetching = lendConnection(() => createKafkaCluster(kafka));
  const subscribers: Subscriber[] = [];
  const publishers: Publisher[] = [];
  const tails: Tail[] = [];

  const publisher = async (): Promise<Publisher> => {
    const producer = await connectProducer(kafka);
    const opened = createKafkaPublisher({ producer, admin, prefix, partitions });
    publishers.push(opened);
    return opened;
  };

  const close = async (): Promise<void> => {
    await Promise.allSettled(subscribers.map((subscriber) => subscriber.stop()));
    await Promise.allSettled(tails.map((tail) => tail.stop()));
    await Promise.allSettled(publishers.map((opened) => opened.close()));
    await shared.close();
  };
  let closing: Promise<void> | undefined;

  return {
    partitions,
    publisher,
    subscriber: (subscription) => {
      const subscriber = createKafkaSubscriber({ kafka, admin, prefix, partitions, logger }, subscription);
      subscribers.push(subscriber);
      return subscriber;
    },
    topics: () => createKafkaTopics({ admin, prefix, partitions, ...replicationOf(options) }),
    reader: () => createKafkaLogReader({ admin, cluster: fetching, prefix }),
    tail: (wanted) => {
      const tail = createKafkaTail({ cluster: () => createKafkaCluster(kafka), prefix, partitions, logger }, wanted);
      tails.push(tail);
      return tail;
    },
    ready: () => answersInTime(admin),
    close: () => (closing ??= close()),
  };
};

const connectProducer = async (kafka: Kafka): Promise<Producer> => {
  const producer = kafka.producer({
    retry: KAFKAJS_RETRY,
    allowAutoTopicCreation: false,
    idempotent: false,
    createPartitioner,
  });
  try {
    await producer.connect();
    return producer;
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw kafkaUnavailable('a publisher cannot connect', error);
  }
};

/** Every record names its partition; kafkajs asks all the same. */
const createPartitioner: ICustomPartitioner =
  () =>
  ({ message }) =>
    message.partition ?? 0;

const replicationOf = ({ replicationFactor }: ConnectKafkaOptions): { replicationFactor?: number } =>
  replicationFactor === undefined ? {} : { replicationFactor };

const answersInTime = async (admin: () => Promise<Admin>): Promise<boolean> => {
  const asked = admin().then((client) => client.describeCluster());
  const answered = asked.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, pause(READY_WITHIN_MS).then(() => false)]);
};
