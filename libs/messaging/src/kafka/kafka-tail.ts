import type Cluster from 'kafkajs/src/cluster/index.js';
import Batch from 'kafkajs/src/consumer/batch.js';
import type { Tail, TailOptions } from '../ports.ts';
import { failureOf } from './kafka-failure.ts';
import type { MessagingLogger } from './kafka-logger.ts';
import { toIncomingRecord } from './kafka-record.ts';
import { pause } from './pause.ts';
import { within } from './within.ts';

/** What a tail works with. */
export interface KafkaTailConnection {
  /** Connections that nobody else uses: a request that waits for records holds up all that come after it. */
  cluster(): Cluster;
  /** Prepended to topics. */
  readonly prefix: string;
  /** The number of partitions that every topic has. */
  readonly partitions: number;
  readonly logger: MessagingLogger;
}

/** A broker answers as soon as there is something: this is how often it says that there is nothing, and how long stopping takes. */
const FETCH_WAIT_MS = 1_000;
/** Until all that was there has been given, what is there now is asked for. */
const FETCH_WAIT_AT_FIRST_MS = 10;
/** Where several brokers are asked side by side, and the answer of one has to wait for those of the others. */
const FETCH_WAIT_OF_MANY_MS = 250;
const FETCH_BYTES = 1_024 * 1_024;
const READ_COMMITTED = 1;
const AGAIN_MS = 250;
/** Until a topic that does not exist is looked for again. */
const MISSING_MS = 2_000;
const STOP_WITHIN_MS = 2_000;

/** One partition of one topic. */
interface Lane {
  /** The physical name. */
  readonly topic: string;
  readonly partition: number;
  /** The next offset; not known before it was asked for. */
  position: bigint | undefined;
  /** Whether all that was there when it began has been given. */
  through: boolean;
}

/** Follows topics by plain fetches: one request waits at each broker that leads something. */
export const createKafkaTail = (connection: KafkaTailConnection, options: TailOptions): Tail => {
  const { cluster: open, prefix, logger } = connection;
  const lanes = lanesOf(connection, options);
  const started = Promise.withResolvers<undefined>();
  const stopped = new AbortController();
  const isStopped = (): boolean => stopped.signal.aborted;
  let cluster: Cluster | undefined;
  let following: Promise<void> | undefined;

  const round = async (current: Cluster): Promise<void> => {
    await current.connect();
    const known = await knownTopics(current, lanes);
    for (const lane of lanes) lane.through ||= !known.has(lane.topic);
    const present = lanes.filter(({ topic }) => known.has(topic));
    if (present.length > 0) await readOn(current, present, (lane, batch) => give(lane, batch, { prefix, ...options }));
    if (lanes.every(({ through }) => through)) started.resolve(undefined);
    if (present.length === 0) await pause(MISSING_MS, stopped.signal);
  };

  const follow = async (current: Cluster): Promise<void> => {
    while (!isStopped()) {
      try {
        await round(current);
      } catch (error) {
        if (isStopped()) return;
        logger.debug({ err: error, topics: options.topics }, 'topics cannot be followed now; tried again');
        await pause(AGAIN_MS, stopped.signal);
        await current.refreshMetadata().catch(() => undefined);
      }
    }
  };

  const stop = async (): Promise<void> => {
    stopped.abort();
    started.resolve(undefined);
    await cluster?.disconnect().catch(() => undefined);
    await within(following ?? Promise.resolve(), STOP_WITHIN_MS);
  };

  return {
    start: async () => {
      if (!isStopped()) following ??= follow((cluster = open()));
      await started.promise;
    },
    stop,
  };
};

const lanesOf = ({ prefix, partitions: count }: KafkaTailConnection, options: TailOptions): readonly Lane[] => {
  const { topics, partitions = Array.from({ length: count }, (_, partition) => partition) } = options;
  return topics.flatMap((topic) =>
    partitions.map((partition) => ({ topic: prefix + topic, partition, position: undefined, through: false })),
  );
};

const knownTopics = async (cluster: Cluster, lanes: readonly Lane[]): Promise<ReadonlySet<string>> => {
  const known = new Set<string>();
  for (const topic of new Set(lanes.map((lane) => lane.topic))) {
    try {
      await cluster.addTargetTopic(topic);
      known.add(topic);
    } catch (error) {
      if (failureOf(error) !== 'unknown-topic') throw error;
    }
  }
  return known;
};

type Give = (lane: Lane, batch: Batch) => void;

/** Asks every broker that leads something once. */
const readOn = async (cluster: Cluster, lanes: readonly Lane[], give: Give): Promise<void> => {
  const fresh = lanes.filter(({ position }) => position === undefined);
  if (fresh.length > 0) await findBeginnings(cluster, fresh);
  const leaders = Map.groupBy(lanes, (lane) => leaderOf(cluster, lane));
  const waitMs = leaders.size > 1 ? FETCH_WAIT_OF_MANY_MS : FETCH_WAIT_MS;
  const maxWaitTime = lanes.every(({ through }) => through) ? waitMs : FETCH_WAIT_AT_FIRST_MS;
  await Promise.all([...leaders].map(([leader, led]) => fetchFrom(cluster, { leader, lanes: led, maxWaitTime, give })));
};

const leaderOf = (cluster: Cluster, { topic, partition }: Lane): string =>
  Object.keys(cluster.findLeaderForPartitions(topic, [partition]))[0] ?? 'none';

const findBeginnings = async (cluster: Cluster, lanes: readonly Lane[]): Promise<void> => {
  const wanted = [...Map.groupBy(lanes, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: own.map(({ partition }) => ({ partition })),
    fromBeginning: true,
  }));
  const found = await cluster.fetchTopicsOffset(wanted);
  for (const { topic, partitions } of found)
    for (const { partition, offset } of partitions)
      for (const lane of lanes)
        if (lane.topic === topic && lane.partition === partition) lane.position = BigInt(offset);
};

interface Request {
  readonly leader: string;
  readonly lanes: readonly Lane[];
  readonly maxWaitTime: number;
  readonly give: Give;
}

const fetchFrom = async (cluster: Cluster, { leader, lanes, maxWaitTime, give }: Request): Promise<void> => {
  const broker = await cluster.findBroker({ nodeId: leader });
  const topics = [...Map.groupBy(lanes, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: own.map(({ partition, position }) => ({
      partition,
      fetchOffset: String(position ?? 0n),
      maxBytes: FETCH_BYTES,
    })),
  }));
  try {
    const answer = await broker.fetch({
      maxWaitTime,
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      isolationLevel: READ_COMMITTED,
      topics,
    });
    for (const { topicName, partitions } of answer.responses)
      for (const found of partitions) {
        const lane = lanes.find(({ topic, partition }) => topic === topicName && partition === found.partition);
        if (lane !== undefined) give(lane, new Batch(topicName, String(lane.position ?? 0n), found));
      }
  } catch (error) {
    // What was there is not retained any more: what is there now counts.
    if (isOutOfRange(error)) for (const lane of lanes) lane.position = undefined;
    throw error;
  }
};

const isOutOfRange = (error: unknown): boolean => error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange';

const give = (lane: Lane, batch: Batch, { prefix, onRecord }: TailOptions & { readonly prefix: string }): void => {
  const place = { topic: lane.topic.slice(prefix.length), partition: lane.partition };
  for (const message of batch.messages) onRecord(toIncomingRecord(message, place));
  if (batch.rawMessages.length > 0) lane.position = BigInt(batch.lastOffset()) + 1n;
  lane.through ||= (lane.position ?? 0n) >= BigInt(batch.highWatermark);
};
