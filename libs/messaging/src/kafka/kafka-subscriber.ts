import { ensureError, TroupeError } from '@troupe/contracts';
import type { Admin, Kafka } from 'kafkajs';
import type { IncomingRecord, Standing, Subscriber, SubscriberOptions, SubscriberState } from '../ports.ts';
import { DEFAULT_SUBSCRIBER_BOUNDS } from '../queues/partition-load.ts';
import { createThrottle, type Throttle } from '../queues/throttle.ts';
import { NO_CLAIMS } from './co-partition-assigner.ts';
import type { MessagingLogger } from './kafka-logger.ts';
import type { OwnedAssignment } from './kafka-subscriber-assignment.ts';
import { waitUntilCaughtUp } from './kafka-subscriber-caught-up.ts';
import { refreshEnds } from './kafka-subscriber-refresh.ts';
import type { Succession } from './kafka-subscriber-membership.ts';
import { startRun, type Run } from './kafka-subscriber-run.ts';
import { createSession, type Session } from './kafka-subscriber-session.ts';
import { patchKafkajs } from './kafkajs-patches.ts';
import { createTopicGate } from './topic-gate.ts';

/** What a subscriber works with. */
export interface KafkaSubscriberConnection {
  readonly kafka: Kafka;
  /** Gives a connected client. */
  admin(): Promise<Pick<Admin, 'fetchTopicMetadata' | 'fetchTopicOffsets'>>;
  /** Prepended to topics and group. */
  readonly prefix: string;
  /** The number of partitions that every topic has. */
  readonly partitions: number;
  readonly logger: MessagingLogger;
}

const DEFAULT_DRAIN_MS = 10_000;
const DEFAULT_SESSION_TIMEOUT_MS = 8_000;
const TOPIC_GRACE_MS = 3_000;
const TOPIC_PAUSE_MS = 100;

/** What the parts of a subscriber tell one another. */
interface Life {
  state: SubscriberState;
  failure: Error | undefined;
  epoch: number;
  lastFetchedMs: number;
  /** Stopping or crashed: nothing begins any more. */
  over: boolean;
  readonly throttle: Throttle;
  /** The next time that records may be handled, or the error because of which there is none. */
  running: PromiseWithResolvers<undefined>;
}

/** A member of a consumer group on Kafka. It waits for a broker that is away, also at the start. */
export const createKafkaSubscriber = (
  connection: KafkaSubscriberConnection,
  options: SubscriberOptions,
): Subscriber => {
  patchKafkajs();
  const { drainMs = DEFAULT_DRAIN_MS } = options;
  const life = createLife();
  let run: Run | undefined;
  let stopping: Promise<void> | undefined;
  let turns: Promise<unknown> = Promise.resolve();
  const owned = (): OwnedAssignment | undefined => run?.session()?.assignment();

  const fail = (error: Error): void => {
    if (life.over) return;
    Object.assign(life, { over: true, state: 'crashed', failure: error });
    connection.logger.error({ err: error, group: options.group }, 'the subscriber has crashed');
    life.running.reject(error);
    void run?.stop(0);
  };

  const begin = (topics: readonly string[], predecessor: Succession): void => {
    run = beginRun({ connection, options, topics, predecessor, life, owned, fail });
  };

  const resubscribe = async (topics: readonly string[]): Promise<void> => {
    if (life.over || run === undefined) throw notRunning(options.group);
    interrupt(life);
    await run.stop(drainMs);
    life.running = deferred();
    if (!isOver(life)) begin(topics, run.succession());
    else life.running.reject(life.failure ?? notRunning(options.group));
    await life.running.promise;
  };

  const stop = async (): Promise<void> => {
    life.over = true;
    await run?.stop(life.state === 'crashed' ? 0 : drainMs);
    if (life.state !== 'crashed') life.state = 'stopped';
    life.running.reject(notRunning(options.group));
  };

  return {
    start: async () => {
      if (life.over) throw life.failure ?? notRunning(options.group);
      if (run === undefined) begin(options.topics, { claims: NO_CLAIMS, memberId: null });
      await life.running.promise;
    },
    resubscribe: (topics) => {
      const turn = turns.then(() => resubscribe(topics));
      turns = turn.catch(() => undefined);
      return turn;
    },
    state: () => life.state,
    assignment: () => ({ epoch: life.epoch, partitions: owned()?.work.partitions ?? [] }),
    failure: () => life.failure,
    watermarks: (partition) => owned()?.work.watermarks(partition) ?? new Map<string, bigint>(),
    caughtUp: (partition, signal) => waitUntilCaughtUp({ partition, signal, assignment: owned }),
    inFlight: () => owned()?.work.inFlight() ?? 0,
    ...throttling({ connection, options, life, owned }),
    stop: () => (stopping ??= stop()),
  };
};

const deferred = (): PromiseWithResolvers<undefined> => {
  const running = Promise.withResolvers<undefined>();
  // Whoever waits for it hears of it; nobody has to.
  running.promise.catch(() => undefined);
  return running;
};

const createLife = (): Life => ({
  state: 'starting',
  failure: undefined,
  epoch: 0,
  lastFetchedMs: 0,
  over: false,
  throttle: createThrottle(),
  running: deferred(),
});

type Throttling = Pick<Subscriber, 'standing' | 'refreshEnds' | 'pause' | 'resume' | 'limit'>;

const throttling = (parts: Pick<Parts, 'connection' | 'options' | 'life' | 'owned'>): Throttling => {
  const { connection, options, life, owned } = parts;
  const throttle = (change: Partial<Throttle>): void => {
    Object.assign(life.throttle, change);
    owned()?.work.throttled();
  };
  return {
    standing: () => owned()?.work.standing() ?? nowhere(life, options),
    refreshEnds: (olderThanMs) => refreshEnds({ connection, work: () => owned()?.work, olderThanMs }),
    pause: () => throttle({ held: true }),
    resume: () => throttle({ held: false }),
    limit: (concurrency) => throttle({ concurrency }),
  };
};

const boundsOf = ({ bounds }: SubscriberOptions): Standing['bounds'] => ({ ...DEFAULT_SUBSCRIBER_BOUNDS, ...bounds });

const nowhere = ({ epoch, throttle: { concurrency } }: Life, options: SubscriberOptions): Standing => ({
  epoch,
  lanes: [],
  partitions: [],
  bounds: boundsOf(options),
  concurrency,
});

/** For moments at which somebody else may have ended it meanwhile. */
const isOver = (life: Life): boolean => life.over;

const interrupt = (life: Life): void => {
  if (life.state === 'running') life.state = 'rebalancing';
};

interface Parts {
  readonly connection: KafkaSubscriberConnection;
  readonly options: SubscriberOptions;
  /** Logical names. */
  readonly topics: readonly string[];
  readonly predecessor: Succession;
  readonly life: Life;
  owned(): OwnedAssignment | undefined;
  fail(error: Error): void;
}

const beginRun = (parts: Parts): Run => {
  const { connection, options, topics, predecessor, life, fail } = parts;
  return startRun({
    group: connection.prefix + options.group,
    logger: connection.logger,
    predecessor,
    openSession: (latest) => openSession({ ...parts, predecessor: latest }),
    requireTopics: (signal) => requireTopics(connection, topics, signal),
    lastFetchedMs: () => life.lastFetchedMs,
    onInterruption: () => interrupt(life),
    onFatal: fail,
  });
};

const openSession = (parts: Parts): Session => {
  const { connection, options, topics, predecessor, life, fail } = parts;
  const { prefix } = connection;
  let admitted: Promise<void> = Promise.resolve();
  // One after the other, and beside kafkajs's loop, whose heartbeats must go on however long it takes.
  const admitNext = (assignment: OwnedAssignment): void => {
    admitted = admitted.then(() => admit(parts, assignment));
  };
  return createSession({
    ...connection,
    predecessor,
    group: prefix + options.group,
    topics: topics.map((topic) => prefix + topic),
    bounds: boundsOf(options),
    throttle: life.throttle,
    drainMs: options.drainMs ?? DEFAULT_DRAIN_MS,
    sessionTimeoutMs: options.sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS,
    handle: options.handle,
    ordered: options.ordered ?? true,
    onRevoked: options.onRevoked,
    nextEpoch: () => (life.epoch += 1),
    onRebalancing: () => interrupt(life),
    onAssignment: admitNext,
    onFetched: () => (life.lastFetchedMs = Date.now()),
    onThrow: (record, error) => fail(thrownBy(record, error)),
    onFatal: fail,
  });
};

/** Lets records in once `onAssigned` has ended, if the assignment still holds then. */
const admit = async ({ options, life, owned, fail }: Parts, assignment: OwnedAssignment): Promise<void> => {
  const holds = (): boolean => owned() === assignment && !life.over;
  const { partitions, epoch } = assignment.work;
  try {
    if (holds() && partitions.length > 0) await options.onAssigned?.(partitions, epoch);
  } catch (error) {
    return fail(ensureError(error));
  }
  if (!holds()) return;
  assignment.open();
  life.state = 'running';
  life.running.resolve(undefined);
};

const requireTopics = async (
  { admin, prefix, partitions }: KafkaSubscriberConnection,
  topics: readonly string[],
  signal: AbortSignal,
): Promise<void> => {
  const gate = createTopicGate({
    admin,
    prefix,
    to: 'read',
    partitions,
    graceMs: TOPIC_GRACE_MS,
    pauseMs: TOPIC_PAUSE_MS,
    now: Date.now,
    isOver: () => signal.aborted,
  });
  await gate.admit({ topics: new Set(topics), untilMs: Number.POSITIVE_INFINITY }, () => Promise.resolve());
};

const thrownBy = ({ topic, partition, offset }: IncomingRecord, error: unknown): TroupeError => {
  const cause = ensureError(error);
  return new TroupeError(
    'CONSUMER_CRASHED',
    `the handler of ${topic}, partition ${partition}, offset ${String(offset)}, threw: ${cause.message}`,
    { cause, details: { topic, partition, offset: String(offset) } },
  );
};

const notRunning = (group: string): TroupeError =>
  new TroupeError('TASK_ABORTED', `the subscriber of ${group} does not run: it was stopped, or never started`);
