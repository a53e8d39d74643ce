import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type Cluster from 'kafkajs/src/cluster/index.js';
import kafkajs, { type ISocketFactoryArgs, type Kafka, type RetryOptions, type SASLOptions } from 'kafkajs';
import { kafkajsLogCreator, type MessagingLogger } from './kafka-logger.ts';

/** How a service proves who it is to Kafka. */
export interface SaslOptions {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** How Kafka is reached. */
export interface KafkaClientOptions {
  /** host:port of at least one broker. */
  readonly brokers: readonly string[];
  /** Shows in the brokers' logs and quotas: the service's name. */
  readonly clientId: string;
  /** Default false. */
  readonly ssl?: boolean;
  readonly sasl?: SaslOptions;
  readonly logger: MessagingLogger;
}

/**
 * How kafkajs tries again by itself: at most half a second between two attempts. With its defaults it gave up on one
 * send in seven over the restart of a broker. All five are named: it has others when NODE_ENV is "test".
 */
export const KAFKAJS_RETRY: Required<Omit<RetryOptions, 'restartOnFailure'>> = {
  initialRetryTime: 50,
  maxRetryTime: 500,
  factor: 0.2,
  multiplier: 2,
  retries: 8,
};

const CONNECTION_TIMEOUT_MS = 500;
const REQUEST_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 60_000;

/** A kafkajs client with the settings that outlast a restart of the broker. It connects to nothing yet. */
export const createKafkaClient = ({ brokers, clientId, ssl = false, sasl, logger }: KafkaClientOptions): Kafka =>
  new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ssl,
    // The three mechanisms share these fields; the union of kafkajs wants to know which one at compile time.
    ...(sasl !== undefined && { sasl: sasl as SASLOptions }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    authenticationTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: KAFKAJS_RETRY,
    socketFactory: openSocket,
    logLevel: kafkajs.logLevel.INFO,
    logCreator: kafkajsLogCreator(logger),
  });

/** kafkajs leaves Nagle's algorithm on, which with delayed acknowledgements costs up to 40 ms a request on a network. */
const openSocket = ({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket => {
  // kafkajs passes on what it was given: a boolean, which its type does not say.
  const socket =
    (ssl as unknown) === true
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) }, onConnect)
      : connectTcp({ host, port }, onConnect);
  // To a broken socket kafkajs adds a listener at every attempt of an outage, of which Node would warn.
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS).setMaxListeners(0);
};

/**
 * What producers and consumers of kafkajs reach brokers through, for what none of them does: a plain fetch. It is made as
 * they make theirs; kafkajs keeps the means to itself, and its version is pinned.
 */
export const createKafkaCluster = (kafka: Kafka): Cluster => {
  const key = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === CREATE_CLUSTER);
  // A private method that the type of the client does not have.
  const { [key ?? CREATE_CLUSTER]: create } = kafka as unknown as Record<PropertyKey, CreateCluster | undefined>;
  if (create === undefined) throw new Error('this version of kafkajs makes its clusters in another way');
  return create({ allowAutoTopicCreation: false, metadataMaxAge: METADATA_MAX_AGE_MS });
};

type CreateCluster = (options: { allowAutoTopicCreation: boolean; metadataMaxAge: number }) => Cluster;

const CREATE_CLUSTER = 'private:Kafka:createCluster';
const METADATA_MAX_AGE_MS = 300_000;
