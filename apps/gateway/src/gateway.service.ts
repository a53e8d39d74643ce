import {
  agentMigrations,
  createDecisionStore,
  every,
  joinFleet,
  keepDecisions,
  openCodec,
  openDatabase,
  openMessaging,
  openPublisher,
  type DecisionStore,
  type RunningService,
  type ServiceConfig,
  type ServiceContext as AnyContext,
  type StoredDecision,
} from '@troupe/agent-sdk';
import { createSignalListener, type Database, type Migrations } from '@troupe/database';
import { createLedgerListener, createLedgerReader } from '@troupe/ledger-reader';
import type { Codec } from '@troupe/messaging';
import { ACCEPTED } from './accepted.ts';
import { createConversationReader } from './conversations/conversation-reader.ts';
import { createEventStreams } from './conversations/event-streams.ts';
import { deskAgent } from './desk/desk.agent.ts';
import { openDesk, startDeskAgent } from './desk/open-desk.ts';
import { createApp } from './http/create-app.ts';
import { migrations } from './migrations.ts';
import { createBacklog, type Backlog } from './requests/backlog.ts';
import { createIntake } from './requests/intake.ts';
import { createOutbox, type Outbox } from './requests/outbox.ts';
import type { GatewaySettings } from './settings.ts';
import type { GatewayTables } from './tables.ts';

type ServiceContext = AnyContext<ServiceConfig<GatewaySettings>>;

const SCHEMA = 'gateway';
/** Of the interface's description: the v1 of its paths and what was added to it. */
const INTERFACE_VERSION = '1.2.0';
const MOST_REQUESTS = 500;
const MOST_STREAMS = 1_000;
const MEASURE_EVERY_MS = 1_000;

interface Parts {
  readonly database: Database<GatewayTables>;
  readonly store: DecisionStore;
  readonly codec: Codec;
  readonly backlog: Backlog;
  readonly handOver: (decisions: readonly StoredDecision[]) => void;
}

/**
 * Starts the gateway: its schema and the registry, then HTTP, then Kafka. Requests are taken in before Kafka is there:
 * they wait in the store.
 */
export const startGateway = async (context: ServiceContext): Promise<RunningService> => {
  const database = await openDatabase<GatewayTables>(context, { schema: SCHEMA, migrations: tablesFor(context) });
  const store = createDecisionStore(database);
  const codec = await openCodec(context, [...ACCEPTED, ...deskAgent({ version: INTERFACE_VERSION }).consumes]);
  await keepDecisions(store, context);
  const backlog = await watchBacklog(database, context);
  const kafka: { outbox?: Outbox } = {};
  const handOver = (decisions: readonly StoredDecision[]): void => {
    backlog.add(decisions);
    kafka.outbox?.handOver(decisions);
  };
  const closeHttp = await serveHttp({ database, store, codec, backlog, handOver }, context);
  context.defer(closeHttp);
  kafka.outbox = await openOutbox({ database, store, codec }, context);
  return { stop: closeHttp };
};

/** Where there is a desk, an agent decides in this schema, too: it needs what agents need. */
const tablesFor = ({ config: { settings } }: ServiceContext): Migrations =>
  settings.DESK_OPERATORS === undefined
    ? migrations
    : agentMigrations(deskAgent({ version: INTERFACE_VERSION }), migrations);

const watchBacklog = async ({ db }: Database<GatewayTables>, context: ServiceContext): Promise<Backlog> => {
  const { config, log, signal, metrics } = context;
  const { MOST_UNDELIVERED: requests, MOST_UNDELIVERED_BYTES: bytes } = config.settings;
  const backlog = createBacklog({ db, most: { requests, bytes }, metrics });
  await backlog.measure();
  every({ what: 'measuring the backlog', everyMs: MEASURE_EVERY_MS, signal, log, run: () => backlog.measure() });
  return backlog;
};

const openOutbox = async (
  { database, store, codec }: Pick<Parts, 'database' | 'store' | 'codec'>,
  context: ServiceContext,
): Promise<Outbox> => {
  const { config, log, metrics, defer } = context;
  const messaging = await openMessaging(context);
  const publisher = await openPublisher(context, messaging);
  const connections = { codec, messaging, publisher, version: INTERFACE_VERSION };
  if (config.settings.DESK_OPERATORS === undefined)
    await joinFleet({ ...connections, consumes: [], publishes: ACCEPTED }, context);
  else await startDeskAgent({ ...connections, database, store }, context);
  const outbox = createOutbox({ store, publisher, partitions: config.partitions, log, metrics, clock: Date.now });
  defer(() => outbox.close());
  return outbox;
};

const openLedger = ({ config, defer }: ServiceContext) => {
  // The gateway's own database has been opened with it.
  const url = config.databaseUrl ?? '';
  const ledger = createLedgerReader({ url });
  const listener = createLedgerListener({ url });
  const signals = createSignalListener({ url, service: config.name });
  defer(() => ledger.close());
  defer(() => listener.close());
  defer(() => signals.close());
  return { ledger, listener, signals };
};

/** Serves, and gives the way to end that. */
const serveHttp = async (
  { database, store, codec, backlog, handOver }: Parts,
  context: ServiceContext,
): Promise<() => Promise<void>> => {
  const { config, log, metrics, tracing, serve } = context;
  const { settings } = config;
  const { ledger, listener, signals } = openLedger(context);
  const intake = createIntake({
    db: database.db,
    store,
    codec,
    partitions: config.partitions,
    clock: Date.now,
    handOver,
    mostAtOnce: MOST_REQUESTS,
  });
  const conversations = createConversationReader({ ledger, knows: intake.knows });
  const streams = createEventStreams({ ledger, listener, signals, log, most: MOST_STREAMS });
  const desk = openDesk({ database, ledger, listener, signals }, context);
  const app = await createApp({
    ...(desk && { desk }),
    intake,
    backlog,
    conversations,
    streams,
    rates: { perClient: settings.REQUESTS_PER_MINUTE_PER_CLIENT, perTenant: settings.REQUESTS_PER_MINUTE_PER_TENANT },
    ...(settings.TRUSTED_PROXIES !== undefined && { trustedProxies: settings.TRUSTED_PROXIES }),
    clock: Date.now,
    log,
    metrics,
    ...(tracing && { tracing }),
    version: INTERFACE_VERSION,
  });
  serve(
    (request, response) => app.routing(request, response),
    desk && ((request, socket, head) => void app.server.emit('upgrade', request, socket, head)),
  );
  return async () => {
    await streams.close();
    await desk?.live.close();
    await app.close();
    await intake.settled();
  };
};
