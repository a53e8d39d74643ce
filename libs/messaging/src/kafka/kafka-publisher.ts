import { setImmediate as nextTick } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
import type { Admin, Producer } from 'kafkajs';
import { partitionOf } from '../partition-of.ts';
import type { OutgoingRecord, Publisher } from '../ports.ts';
import { createCoalescingQueue, type CoalescingQueue, type RequestBounds } from './coalescing-queue.ts';
import { createRequestWriter, type RequestWriter } from './request-writer.ts';
import { createTopicGate } from './topic-gate.ts';

/** What a publisher works with. */
export interface KafkaPublisherOptions {
  /** Connected, and used by this publisher alone: it is disconnected when the publisher closes. */
  readonly producer: Pick<Producer, 'sendBatch' | 'disconnect'>;
  /** Gives a connected client for looking at topics. */
  admin(): Promise<Pick<Admin, 'fetchTopicMetadata'>>;
  /** Prepended to every topic. */
  readonly prefix: string;
  /** The number of partitions that every topic has. */
  readonly partitions: number;
  /** How long a record is tried before its call fails. Default 60,000 ms. */
  readonly retryForMs?: number;
  /** Between two attempts, in milliseconds. Default 100. */
  readonly pauseMs?: number;
  /** How much one request may carry. Default 1,000 records and 512 KiB, which is below the broker's limit of 1 MiB a batch. */
  readonly bounds?: RequestBounds;
  /** The clock, in milliseconds. */
  now?(): number;
}

const DEFAULT_BOUNDS: RequestBounds = { records: 1_000, bytes: 512 * 1_024 };
const DEFAULT_RETRY_FOR_MS = 60_000;
const REQUEST_TIMEOUT_MS = 10_000;
const DEFAULT_PAUSE_MS = 100;
const TOPIC_GRACE_MS = 3_000;
/** How long a closing publisher goes on trying what it has taken. */
const CLOSE_MS = 10_000;

/** A publisher to Kafka: everything of one tick in one request, one request in flight, every partition proven written. */
export const createKafkaPublisher = (options: KafkaPublisherOptions): Publisher => {
  const {
    producer,
    prefix,
    partitions,
    retryForMs = DEFAULT_RETRY_FOR_MS,
    pauseMs = DEFAULT_PAUSE_MS,
    now = Date.now,
  } = options;
  const state = { reached: true, lastMs: Number.POSITIVE_INFINITY };
  const isOver = (untilMs: number): boolean => now() >= Math.min(untilMs, state.lastMs);
  const reached = (answered: boolean): void => void (state.reached = answered);
  const place = { prefix, partitions, to: 'write' } as const;
  const gate = createTopicGate({
    admin: () => options.admin(),
    ...place,
    graceMs: TOPIC_GRACE_MS,
    pauseMs,
    now,
    isOver,
  });
  const queue = createCoalescingQueue(options.bounds ?? DEFAULT_BOUNDS);
  const timing = { requestTimeoutMs: REQUEST_TIMEOUT_MS, pauseMs };
  const drain = createDrain(queue, createRequestWriter({ producer, prefix, ...timing, reached, isOver }));
  /** Calls, with how many records. */
  const open = new Map<Promise<void>, number>();

  const enqueue = (records: readonly OutgoingRecord[], untilMs: number): Promise<void> => {
    const written = queue.add(
      records.map((record) => ({ record, partition: partitionOf(record.key, partitions) })),
      untilMs,
    );
    drain.wake();
    return written;
  };

  const publish = async (records: readonly OutgoingRecord[]): Promise<void> => {
    const untilMs = now() + retryForMs;
    const topics = new Set(records.map(({ topic }) => topic));
    const call = gate.admit({ topics, untilMs }, () => enqueue(records, untilMs));
    open.set(call, records.length);
    try {
      await call;
    } finally {
      open.delete(call);
    }
  };

  const close = async (): Promise<void> => {
    state.lastMs = now() + CLOSE_MS;
    await Promise.allSettled(open.keys());
    await producer.disconnect();
  };
  let closing: Promise<void> | undefined;

  return {
    publish: async (records) => {
      if (closing !== undefined) throw closed();
      if (records.length > 0) await publish(records);
    },
    waiting: () => [...open.values()].reduce((sum, records) => sum + records, 0),
    ready: () => state.reached && closing === undefined,
    close: () => (closing ??= close()),
  };
};

/** Writes what waits, one request after the other, for as long as something does. */
const createDrain = (queue: CoalescingQueue, write: RequestWriter): { wake(): void } => {
  let running = false;
  const run = async (): Promise<void> => {
    // To the end of the tick: what is published meanwhile, also by those whose records were just written, goes along.
    for (await nextTick(); queue.size > 0; await nextTick()) await write(queue.take());
    running = false;
  };
  return {
    wake: () => {
      if (running) return;
      running = true;
      void run();
    },
  };
};

const closed = (): TroupeError =>
  new TroupeError(
    'KAFKA_UNAVAILABLE',
    'the publisher is closed: the process is stopping, and the record will be sent by the next',
  );
