import {
  createPace,
  every,
  joinFleet,
  openCodec,
  openMessaging,
  openPublisher,
  runService,
  watchSubscriber,
  whenThere,
  type FleetMember,
  type RunningService,
  type ServiceConfig,
  type ServiceContext,
  type ServiceHandle,
  type ServiceOptions,
} from '@troupe/agent-sdk';
import type { Subscriber } from '@troupe/messaging';
import type { SagaDefinition } from '@troupe/saga';
import { createCoordinator, type Coordinator } from './engine/coordinator.ts';
import { createCatalogue, type SagaCatalogue } from './engine/saga-catalogue.ts';
import { openStores } from './open-stores.ts';
import { serveOperators } from './operation/serve-operators.ts';
import type { SagasApiOptions } from './operation/serve-sagas.ts';
import { createHearing, LOOK_EVERY_MS, type Hearing } from './participants/hearing.ts';
import { createParticipants } from './participants/participants.ts';

/** Also the consumer group, the schema (with an underscore) and the source of every event that it publishes. */
export const COORDINATOR = 'saga-coordinator';

/** How the coordinator is run. */
export interface RunCoordinatorOptions extends Pick<
  ServiceOptions<ServiceConfig<unknown>>,
  'config' | 'standalone' | 'drainMs'
> {
  /** Of each saga the last one is what new instances begin with. */
  readonly definitions: readonly SagaDefinition[];
  /** The interface for operators. Absent: there is none. */
  readonly api?: SagasApiOptions;
  /** How long after it is made a row about participants is in effect at the earliest. Default: half a minute. */
  readonly participantMarginMs?: number;
}

type StartOptions = Omit<RunCoordinatorOptions, 'config' | 'standalone' | 'drainMs'>;

const MAINTAIN_EVERY_MS = 3_600_000;
const DEFAULT_MARGIN_MS = 30_000;

type Context = ServiceContext<ServiceConfig<unknown>>;

const lookAfter = (coordinator: Coordinator, { log, signal }: Context): void => {
  const maintain = (): Promise<void> => coordinator.maintain();
  every({ what: 'upkeep', everyMs: MAINTAIN_EVERY_MS, log, signal, run: maintain });
};

const followParticipants = (
  hearing: Hearing,
  subscriber: Pick<Subscriber, 'resubscribe'>,
  { log, signal }: Context,
): void => {
  const run = (): Promise<void> => hearing.follow(subscriber);
  every({ what: 'looking for participants', everyMs: LOOK_EVERY_MS, log, signal, run });
};

/** What it consumes grows with its participants. */
const memberOf = (catalogue: SagaCatalogue, parts: Omit<FleetMember, 'consumes' | 'publishes'>): FleetMember => ({
  ...parts,
  publishes: catalogue.publishes,
  get consumes() {
    return catalogue.consumes;
  },
});

const watchReadiness = (
  { coordinator, subscriber, hearing }: { coordinator: Coordinator; subscriber: Subscriber; hearing: Hearing },
  { check }: Context,
): void => {
  check('group', () => ['running', 'rebalancing'].includes(subscriber.state()));
  check('sagas', () => coordinator.outages().length === 0);
  check('participants', () => hearing.isComplete());
};

/** Everything that a coordinator works with. */
const openParts = async ({ definitions, participantMarginMs = DEFAULT_MARGIN_MS }: StartOptions, context: Context) => {
  const compiled = createCatalogue(definitions);
  const participants = createParticipants();
  const catalogue = participants.joinedTo(compiled);
  const schema = COORDINATOR.replaceAll('-', '_');
  const database = await openStores({ schema, participantMarginMs }, context);
  const codec = await openCodec(context, [...catalogue.consumes, ...catalogue.publishes]);
  const messaging = await openMessaging(context);
  const topics = messaging.topics();
  const publisher = await openPublisher(context, messaging);
  const hearing = createHearing({ participants, catalogue, db: database.db, codec, topics, log: context.log });
  return { compiled, participants, catalogue, database, codec, messaging, topics, publisher, hearing };
};

type Parts = Awaited<ReturnType<typeof openParts>>;

/** The coordinator and what it reads, which know each other. */
const connect = async (parts: Parts, { config, log, metrics, tracing, signal }: Context) => {
  const { hearing, messaging, topics } = parts;
  const heard = await hearing.begin();
  const coordinator = createCoordinator({
    ...parts,
    partitions: () => subscriber.assignment().partitions,
    // A deadline is judged once all is read that its saga waits for: also what was added when it began.
    caughtUp: async (partition, until, startedMs) =>
      hearing.covers(startedMs) && (await subscriber.caughtUp(partition, until)),
    readableForMs: () => topics.readableForMs(hearing.topics()),
    log,
    metrics,
    ...(tracing && { tracing }),
  });
  const pace = createPace();
  const subscriber = messaging.subscriber({
    group: COORDINATOR,
    topics: heard,
    sessionTimeoutMs: config.sessionTimeoutMs,
    // A fold comes to the same in any order, and answers of one conversation that come together share a commit.
    ordered: false,
    handle: pace.timed((record, task) => coordinator.handle(record, task)),
    onAssigned: (partitions) => coordinator.gained(partitions, signal),
    onRevoked: (partitions) => Promise.resolve(coordinator.lost(partitions)),
  });
  return { coordinator, subscriber, pace };
};

const start = async (options: StartOptions, context: Context): Promise<RunningService> => {
  const parts = await openParts(options, context);
  const { catalogue, hearing } = parts;
  const { coordinator, subscriber, pace } = await connect(parts, context);
  watchReadiness({ coordinator, subscriber, hearing }, context);
  context.defer(() => coordinator.close());
  context.defer(() => subscriber.stop());
  await whenThere('database', () => coordinator.maintain(), context);
  await joinFleet(memberOf(catalogue, { ...parts, subscriber, pace }), context);
  await subscriber.start();
  await serveOperators(options.api, { ...parts, coordinator }, context);
  lookAfter(coordinator, context);
  followParticipants(hearing, subscriber, context);
  watchSubscriber(subscriber, context);
  return { stop: () => subscriber.stop() };
};

/**
 * Runs the saga coordinator: health server, database and migrations, registry, Kafka, then its consumer group. Waits for
 * a server that is away; resolves when it has joined.
 */
export const runCoordinator = (options: RunCoordinatorOptions): Promise<ServiceHandle> =>
  runService({ ...options, start: (context) => start(options, context) });
