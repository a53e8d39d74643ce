import { TroupeError } from '@troupe/contracts';
import type { Admin } from 'kafkajs';
import type Cluster from 'kafkajs/src/cluster/index.js';
import Batch from 'kafkajs/src/consumer/batch.js';
import type { IncomingRecord, LogReader, LogStretch } from '../ports.ts';
import { failureOf, kafkaUnavailable } from './kafka-failure.ts';
import { toIncomingRecord } from './kafka-record.ts';
import { pause } from './pause.ts';
import type { LoanedConnection } from './loaned-connection.ts';

/** What a reader works with. */
export interface KafkaLogReaderOptions {
  /** Gives a connected client. */
  admin(): Promise<Pick<Admin, 'fetchTopicOffsets'>>;
  /** Connections for fetching: there while something is read. */
  readonly cluster: LoanedConnection<Cluster>;
  /** Prepended to every topic. */
  readonly prefix: string;
}

/** How much one answer carries; a larger record comes alone. */
const FETCH_BYTES = 1_024 * 1_024;
/** How long Kafka may wait for something to answer with: it is there already. */
const FETCH_WAIT_MS = 100;
const ATTEMPTS = 20;
const PAUSE_MS = 100;

/** Reads the log by plain fetches. */
export const createKafkaLogReader = (options: KafkaLogReaderOptions): LogReader => ({
  held: async (topic) => {
    try {
      const admin = await options.admin();
      const found = await admin.fetchTopicOffsets(options.prefix + topic);
      return new Map(found.map(({ partition, low, high }) => [partition, { from: BigInt(low), to: BigInt(high) }]));
    } catch (error) {
      throw translated(options.prefix + topic, error);
    }
  },
  read: (stretch) => readStretch(options, stretch),
});

async function* readStretch(options: KafkaLogReaderOptions, stretch: LogStretch): AsyncGenerator<IncomingRecord> {
  const { topic, partition, to } = stretch;
  let position = stretch.from;
  if (position >= to) return;
  const loan = options.cluster.borrow();
  try {
    const cluster = await loan.connection;
    while (position < to) {
      const batch = await fetchPatiently(cluster, { topic: options.prefix + topic, partition, from: position, to });
      for (const message of batch.messages)
        if (BigInt(message.offset) < to) yield toIncomingRecord(message, { topic, partition });
      // With nothing to show for it: control records, or offsets that were compacted away.
      if (batch.rawMessages.length > 0) position = BigInt(batch.lastOffset()) + 1n;
    }
  } catch (error) {
    throw translated(options.prefix + topic, error);
  } finally {
    await loan.giveBack();
  }
}

/** Asks again where the leader has moved or does not answer: whoever reads on from the beginning would pay more. */
const fetchPatiently = async (cluster: Cluster, stretch: LogStretch): Promise<Batch> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetchOnce(cluster, stretch);
    } catch (error) {
      if (attempt === ATTEMPTS || isOutOfRange(error) || failureOf(error) !== 'try-again') throw error;
      await pause(PAUSE_MS);
      // A broker that cannot be reached shows again at the next attempt.
      await cluster.refreshMetadata().catch(() => undefined);
    }
  }
};

const fetchOnce = async (cluster: Cluster, { topic, partition, from }: LogStretch): Promise<Batch> => {
  await cluster.addTargetTopic(topic);
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  const broker = await cluster.findBroker({ nodeId: leader ?? 'none' });
  const fetchOffset = String(from);
  const { responses } = await broker.fetch({
    maxWaitTime: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytes: FETCH_BYTES,
    isolationLevel: READ_COMMITTED,
    topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes: FETCH_BYTES }] }],
  });
  const found = responses[0]?.partitions[0];
  if (found === undefined) throw new Error(`the answer does not name ${topic}/${partition}`);
  return new Batch(topic, fetchOffset, found);
};

const READ_COMMITTED = 1;

const isOutOfRange = (error: unknown): boolean => error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange';

const translated = (topic: string, error: unknown): TroupeError => {
  if (TroupeError.is(error)) return error;
  if (isOutOfRange(error))
    return new TroupeError('OFFSET_OUT_OF_RANGE', `${topic} does not retain the offset that was asked for`, {
      cause: error,
    });
  if (failureOf(error) !== 'try-again')
    return new TroupeError('TOPIC_MISMATCH', `${topic} does not exist, or this account may not read it`, {
      cause: error,
    });
  return kafkaUnavailable(`${topic} cannot be read`, error);
};
