import { ensureError } from '@troupe/contracts';
import type { Assigner, Consumer, Kafka } from 'kafkajs';
import { createCoPartitionAssigner } from './co-partition-assigner.ts';
import { KAFKAJS_RETRY } from './kafka-client.ts';
import { HEARTBEAT_MS, type Beat } from './kafka-subscriber-drain.ts';
import { createMembership, type Membership, type MembershipOptions } from './kafka-subscriber-membership.ts';
import { createPatience, FETCH_WAIT_MS } from './kafka-subscriber-patience.ts';
import { hookGroup } from './kafkajs-patches.ts';
import { within } from './within.ts';
import { isOutage } from './kafka-subscriber-outage.ts';

/** What a session is made of. Its topics exist. */
export interface SessionOptions extends Omit<MembershipOptions, 'patience'> {
  readonly kafka: Kafka;
  /** The physical name. */
  readonly group: string;
  /** Of every topic. */
  readonly partitions: number;
  readonly sessionTimeoutMs: number;
}

/** How a session ended: by `stop`, or by an error, after which another session may succeed or not. */
export type SessionEnd = 'stopped' | { readonly error: Error; readonly retriable: boolean };

/** One consumer of kafkajs, from connecting to leaving the group. A subscriber has one after the other. */
export interface Session extends Pick<Membership, 'assignment' | 'succession'> {
  /** Connects, joins, and resolves when it is over. It does not reject. */
  run(): Promise<SessionEnd>;
  /** Drains for `drainMs` at most, commits, leaves the group and disconnects. Idempotent. */
  stop(drainMs: number): Promise<void>;
}

const FETCH_BYTES_PER_PARTITION = 512 * 1_024;
const FETCH_BYTES = 4 * 1_024 * 1_024;
/** Of half a second each: five minutes. */
const RETRIES = 600;
/** How long the group waits for a member to join again, beyond its drain. */
const REJOIN_SPARE_MS = 20_000;
/** A join that ends gives the group a member that can leave it; one that is cut off, a ghost until its session ends. */
const JOIN_BEFORE_STOP_MS = 3_000;
const DISCONNECT_WITHIN_MS = 5_000;

/** The loop of kafkajs sends the heartbeats while a session stops. */
const noBeat: Beat = () => Promise.resolve('held');
const lost: Beat = () => Promise.resolve('lost');

/** A session that has not begun. */
export const createSession = (options: SessionOptions): Session => {
  const membership = createMembership({ ...options, patience: createPatience(options) });
  const { partitions } = options;
  const assigner = createCoPartitionAssigner({ partitions, claims: membership.claims });
  hookGroup(assigner, membership.hooks);
  const { consumer, mayRestart } = createConsumer(options, assigner);
  const over = Promise.withResolvers<SessionEnd>();
  let stopping: Promise<void> | undefined;

  const stop = async (drainMs: number): Promise<void> => {
    await membership.end({ drainMs, beat: noBeat });
    await within(membership.settled(), JOIN_BEFORE_STOP_MS);
    await disconnect(consumer);
    over.resolve('stopped');
  };

  const crash = async (error: Error): Promise<void> => {
    await membership.end({ drainMs: 0, beat: lost });
    over.resolve(stopping === undefined ? { error, retriable: mayRestart() || isOutage(error) } : 'stopped');
  };

  const run = async (): Promise<SessionEnd> => {
    consumer.on(consumer.events.CRASH, ({ payload }) => void crash(payload.error));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatch: refuseBatch });
    } catch (error) {
      await disconnect(consumer);
      over.resolve({ error: ensureError(error), retriable: true });
    }
    return over.promise;
  };

  return {
    run,
    assignment: membership.assignment,
    succession: membership.succession,
    stop: (drainMs) => (stopping ??= stop(drainMs)),
  };
};

/** Kafkajs makes each consumer restart itself, with what it once subscribed to; ours ends, and says whether another may try. */
const createConsumer = (
  { kafka, group, drainMs, sessionTimeoutMs }: SessionOptions,
  assigner: Assigner,
): { consumer: Consumer; mayRestart(): boolean } => {
  let mayRestart = false;
  const consumer = kafka.consumer({
    groupId: group,
    partitionAssigners: [() => assigner],
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: drainMs + REJOIN_SPARE_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    maxBytesPerPartition: FETCH_BYTES_PER_PARTITION,
    maxBytes: FETCH_BYTES,
    allowAutoTopicCreation: false,
    retry: {
      ...KAFKAJS_RETRY,
      retries: RETRIES,
      // Asked exactly about those errors after which kafkajs itself would begin anew.
      restartOnFailure: () => {
        mayRestart = true;
        return Promise.resolve(false);
      },
    },
  });
  return { consumer, mayRestart: () => mayRestart };
};

/** Records are taken where they are fetched; kafkajs demands a handler all the same. */
const refuseBatch = (): Promise<void> =>
  Promise.reject(new Error('kafkajs is not patched: records would be taken twice'));

const disconnect = (consumer: Consumer): Promise<void> => within(consumer.disconnect(), DISCONNECT_WITHIN_MS);
