import {
  createDecisionStore,
  createPace,
  every,
  joinFleet,
  openCodec,
  openDatabase,
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
import type { Database } from '@troupe/database';
import { readDefinition, type Subscriber } from '@troupe/messaging';
import type { SagaDefinition } from '@troupe/saga';
import { createCoordinator, type Coordinator } from './engine/coordinator.ts';
import { createCatalogue, type SagaCatalogue } from './engine/saga-catalogue.ts';
import type { CoordinatorTables } from './engine/tables.ts';
import { mainMigrations, migrations } from './migrations.ts';
import { createHearing, LOOK_EVERY_MS, type Hearing } from './participants/hearing.ts';
import type { ParticipantDesk } from './participants/make-participant.ts';
import { createParticipants } from './participants/participants.ts';
import { createSagasApp, serveSagas, type SagasApiOptions, type SagasAppOptions } from './operation/serve-sagas.ts';

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
}

const MAINTAIN_EVERY_MS = 3_600_000;
/** Two lanes of batches, timers, relay, dead letters and readiness. */
const MAX_CONNECTIONS = 8;

type Context = ServiceContext<ServiceConfig<unknown>>;

/** Results go to the main database by the coordinator's own connections: this one only makes the tables. */
const prepareMain = async (context: Context): Promise<void> => {
  const main = await openDatabase(
    { ...context, check: () => undefined, defer: () => undefined },
    { schema: 'main', migrations: mainMigrations, maxConnections: 1 },
  );
  await main.close();
};

const lookAfter = (coordinator: Coordinator, { log, signal }: Context): void => {
  const maintain = (): Promise<void> => coordinator.maintain();
  every({ what: 'upkeep', everyMs: MAINTAIN_EVERY_MS, log, signal, run: maintain });
};

type Parts = Omit<SagasAppOptions, 'token' | 'log' | 'clock'>;

const serveOperators = async (
  api: SagasApiOptions | undefined,
  parts: Parts,
  { log, tracing, defer }: Context,
): Promise<void> => {
  if (api === undefined) {
    log.info('no interface for operators: set SAGAS_TOKEN to have one');
    return;
  }
  const app = await createSagasApp({ ...parts, token: api.token, log, clock: Date.now, ...(tracing && { tracing }) });
  defer(() => app.close());
  await serveSagas(app, {
    ...api,
    onListening: (url) => {
      log.info({ url }, 'listening for operators');
      api.onListening?.(url);
    },
  });
};

const followParticipants = (
  hearing: Hearing,
  subscriber: Pick<Subscriber, 'resubscribe'>,
  { log, signal }: Context,
): void => {
  const run = (): Promise<void> => hearing.follow(subscriber);
  every({ what: 'looking for participants', everyMs: LOOK_EVERY_MS, log, signal, run });
};

interface OperationParts extends Pick<Parts, 'catalogue' | 'participants' | 'desk' | 'codec'> {
  readonly database: Database<CoordinatorTables>;
  readonly coordinator: Pick<Coordinator, 'handOver'>;
}

const deskOf = ({ config }: Context, parts: Omit<ParticipantDesk, 'eventOf'>): ParticipantDesk => {
  const { registryUrl: url, prefix } = config;
  return { ...parts, eventOf: (type) => readDefinition({ url, prefix }, type) };
};

/** What the interface for operators is made of: what they say is kept here, and published as what is decided is. */
const operationOf = (
  { database, coordinator, ...parts }: OperationParts,
  { config: { partitions } }: Context,
): Parameters<typeof serveOperators>[1] => ({
  ...parts,
  db: database.db,
  store: createDecisionStore(database),
  partitions,
  handOver: (decisions) => coordinator.handOver(decisions),
});

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

const start = async (
  { definitions, api }: Pick<RunCoordinatorOptions, 'definitions' | 'api'>,
  context: Context,
): Promise<RunningService> => {
  const { log, metrics, tracing, signal, defer } = context;
  const compiled = createCatalogue(definitions);
  const participants = createParticipants();
  const catalogue = participants.joinedTo(compiled);
  await prepareMain(context);
  const database = await openDatabase<CoordinatorTables>(context, {
    schema: COORDINATOR.replaceAll('-', '_'),
    migrations,
    maxConnections: MAX_CONNECTIONS,
  });
  const codec = await openCodec(context, [...catalogue.consumes, ...catalogue.publishes]);
  const messaging = await openMessaging(context);
  const publisher = await openPublisher(context, messaging);
  const hearing = createHearing({ participants, catalogue, db: database.db, codec, topics: messaging.topics(), log });
  const topics = await hearing.begin();
  const coordinator = createCoordinator({
    catalogue,
    database,
    codec,
    publisher,
    partitions: () => subscriber.assignment().partitions,
    participants,
    // A deadline is judged once all is read that its saga waits for: also what was added when it began.
    caughtUp: async (partition, until, startedMs) =>
      hearing.covers(startedMs) && (await subscriber.caughtUp(partition, until)),
    readableForMs: () => messaging.topics().readableForMs(hearing.topics()),
    log,
    metrics,
    ...(tracing && { tracing }),
  });
  const pace = createPace();
  const subscriber = messaging.subscriber({
    group: COORDINATOR,
    topics,
    sessionTimeoutMs: context.config.sessionTimeoutMs,
    // A fold comes to the same in any order, and answers of one conversation that come together share a commit.
    ordered: false,
    handle: pace.timed((record, task) => coordinator.handle(record, task)),
    onAssigned: (partitions) => coordinator.gained(partitions, signal),
    onRevoked: (partitions) => Promise.resolve(coordinator.lost(partitions)),
  });
  watchReadiness({ coordinator, subscriber, hearing }, context);
  defer(() => coordinator.close());
  defer(() => subscriber.stop());
  await whenThere('database', () => coordinator.maintain(), context);
  await joinFleet(memberOf(catalogue, { messaging, codec, publisher, subscriber, pace }), context);
  await subscriber.start();
  const desk = deskOf(context, { db: database.db, catalogue: compiled, topics: messaging.topics() });
  await serveOperators(
    api,
    operationOf({ database, catalogue, participants, desk, codec, coordinator }, context),
    context,
  );
  lookAfter(coordinator, context);
  followParticipants(hearing, subscriber, context);
  watchSubscriber(subscriber, context);
  return { stop: () => subscriber.stop() };
};

/**
 * Runs the saga coordinator: health server, database and migrations, registry, Kafka, then its consumer group. Waits for
 * a server that is away; resolves when it has joined.
 */
export const runCoordinator = ({ definitions, api, ...service }: RunCoordinatorOptions): Promise<ServiceHandle> =>
  runService({ ...service, start: (context) => start({ definitions, ...(api && { api }) }, context) });
