import { ensureError, TroupeError } from '@troupe/contracts';
import type { Message, Producer, RecordMetadata, TopicMessages } from 'kafkajs';
import type { Waiting } from './coalescing-queue.ts';
import { failureOf, isForbidden, kafkaUnavailable, topicForbidden } from './kafka-failure.ts';
import { pause } from './pause.ts';

/** What the writer of requests works with. */
export interface RequestWriterOptions {
  readonly producer: Pick<Producer, 'sendBatch'>;
  /** Prepended to every topic. */
  readonly prefix: string;
  /** How long a broker may take to write one request, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Between two attempts, in milliseconds. */
  readonly pauseMs: number;
  /** Told after every attempt whether Kafka answered. */
  reached(answered: boolean): void;
  /** Whether the time to give up has come. */
  isOver(untilMs: number): boolean;
}

/** Writes the records of one request and reports each to its call. Never rejects. */
export type RequestWriter = (records: readonly Waiting[]) => Promise<void>;

/**
 * Writes until every partition of the request is named in an answer. kafkajs reports success for a partition whose
 * leader moved, while the request ran, to a broker that had already answered for others: such a partition is missing in
 * the answer, was never written, and is sent again.
 */
export const createRequestWriter = (options: RequestWriterOptions): RequestWriter => {
  const write = async (records: readonly Waiting[]): Promise<void> => {
    let left = records;
    while (left.length > 0) {
      const outcome = await attempt(options, left);
      if (outcome.refusal !== undefined) return divide(left, outcome.refusal);
      left = outcome.left;
      if (left.length === 0 || outcome.progress) continue;
      left = giveUp(left, options, outcome.error);
      if (left.length > 0) await pause(options.pauseMs);
    }
  };

  /** Kafka refuses a request for one bad record: each half goes by itself, in order, until the culprit is alone. */
  const divide = async (records: readonly Waiting[], refusal: Error): Promise<void> => {
    const [first] = records;
    if (first !== undefined && records.length === 1) return first.call.failed(refused(first, refusal, options.prefix));
    const middle = Math.ceil(records.length / 2);
    await write(records.slice(0, middle));
    await write(records.slice(middle));
  };
  return write;
};

interface Outcome {
  readonly left: readonly Waiting[];
  readonly progress: boolean;
  readonly error: Error;
  readonly refusal?: Error;
}

const attempt = async (options: RequestWriterOptions, records: readonly Waiting[]): Promise<Outcome> => {
  try {
    const answer = await options.producer.sendBatch({
      acks: -1,
      timeout: options.requestTimeoutMs,
      topicMessages: messagesOf(records, options.prefix),
    });
    options.reached(true);
    return settle(records, answer, options.prefix);
  } catch (thrown) {
    const error = ensureError(thrown);
    const refusal = failureOf(error) === 'refused';
    options.reached(refusal);
    return { left: records, progress: false, error, ...(refusal && { refusal: error }) };
  }
};

const settle = (records: readonly Waiting[], answer: readonly RecordMetadata[], prefix: string): Outcome => {
  const written = new Set(
    answer.filter(({ errorCode }) => errorCode === 0).map(({ topicName, partition }) => place(topicName, partition)),
  );
  const left = records.filter(({ record, partition, call }) => {
    const isWritten = written.has(place(prefix + record.topic, partition));
    if (isWritten) call.written();
    return !isWritten;
  });
  const error = new Error(`the answer does not name ${describe(left)}`);
  return { left, progress: left.length < records.length, error };
};

const place = (topic: string, partition: number): string => `${topic}/${partition}`;

const describe = (left: readonly Waiting[]): string =>
  [...new Set(left.map(({ record, partition }) => place(record.topic, partition)))].slice(0, 10).join(', ');

const messagesOf = (records: readonly Waiting[], prefix: string): TopicMessages[] => {
  const byTopic = new Map<string, Message[]>();
  for (const { record, partition } of records) {
    const messages = byTopic.get(record.topic) ?? [];
    // A copy of the headers: kafkajs's type lets it write to them.
    messages.push({ key: record.key, value: record.value, headers: { ...record.headers }, partition });
    byTopic.set(record.topic, messages);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic: prefix + topic, messages }));
};

const giveUp = (left: readonly Waiting[], { isOver }: RequestWriterOptions, error: Error): readonly Waiting[] => {
  const over = new Set(left.filter(({ call }) => isOver(call.untilMs)));
  for (const { call, record, partition } of over)
    call.failed(kafkaUnavailable(`${place(record.topic, partition)} was not written in time`, error));
  return left.filter((waiting) => !over.has(waiting));
};

const refused = ({ record, bytes }: Waiting, cause: Error, prefix: string): TroupeError =>
  isForbidden(cause)
    ? topicForbidden(prefix + record.topic, 'write', cause)
    : new TroupeError(
        'RECORD_REFUSED',
        `Kafka refuses a record of ${bytes} bytes for ${record.topic}: ${cause.message}. Send less, or correct the topic's limits`,
        { cause, details: { topic: record.topic, key: record.key, bytes } },
      );
