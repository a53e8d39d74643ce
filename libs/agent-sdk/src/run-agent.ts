import { createSignalSender, type Database, type Migrations, type SignalSender } from '@troupe/database';
import type { Codec, Messaging, Publisher, SubscriberOptions } from '@troupe/messaging';
import { createDelivery, type Delivery } from './agent-delivery.ts';
import { agentMigrations, hasJoins, hasSteps } from './agent-migrations.ts';
import type { Admission } from './begin/admission.ts';
import { beginningMigrations } from './begin/beginning-table.ts';
import { openAdmission } from './begin/open-admission.ts';
import { refuseStart, type StartFrom } from './begin/start-from.ts';
import type { ServiceConfig } from './config.ts';
import type { AgentDefinition } from './define-agent.ts';
import { joinFleet } from './fleet/join-fleet.ts';
import { createPace } from './fleet/pace.ts';
import { deadLetterTopic } from './delivery/dead-letter.ts';
import { openCodec, openDatabase, openMessaging, openPublisher } from './service/connections.ts';
import { every } from './service/every.ts';
import { createLoopWatch } from './service/loop-watch.ts';
import { runService, type ServiceHandle, type ServiceOptions } from './service/run-service.ts';
import type { RunningService, ServiceContext } from './service/service-context.ts';
import type { DecisionStore } from './store/decision-store.ts';
import { whenThere } from './service/when-there.ts';
import { watchSubscriber } from './watch/watch-subscriber.ts';

/** How an agent is run. */
export interface RunAgentOptions<Config extends ServiceConfig<unknown>> extends Pick<
  ServiceOptions<Config>,
  'config' | 'standalone' | 'drainMs'
> {
  /** Of the agent's own tables. */
  readonly migrations?: Migrations;
  /** What it does about events that were in the log before it was. Default: 'beginning', all of them. */
  readonly startFrom?: StartFrom;
}

type OwnOptions = Required<Pick<RunAgentOptions<ServiceConfig<unknown>>, 'migrations' | 'startFrom'>>;

type Context = ServiceContext<ServiceConfig<unknown>>;

/** What an agent is connected to. */
export interface AgentConnections {
  /** Absent exactly for a pure agent. */
  readonly database?: Pick<Database<object>, 'db'> | undefined;
  readonly codec: Codec;
  readonly messaging: Messaging;
  readonly publisher: Publisher;
  /** Where it decides. Default: the tables of its schema. */
  readonly store?: DecisionStore;
  /** What of the log it takes up. Default: all. */
  readonly admission?: Admission;
}

const LAPSE_EVERY_MS = 1_000;
const MAINTAIN_EVERY_MS = 3_600_000;

/** The Postgres schema that an agent's tables live in. */
export const agentSchema = (agent: string): string => agent.replaceAll('-', '_');

const connect = async (
  agent: AgentDefinition,
  context: Context,
  { migrations, startFrom }: OwnOptions,
): Promise<AgentConnections> => {
  const tables = { ...(startFrom !== 'beginning' && beginningMigrations), ...migrations };
  const own = { schema: agentSchema(agent.name), migrations: agentMigrations(agent, tables) };
  const database = agent.pure ? undefined : await openDatabase<object>(context, own);
  const codec = await openCodec(context, [...agent.consumes, ...agent.publishes]);
  const messaging = await openMessaging(context);
  return { database, codec, messaging, publisher: await openPublisher(context, messaging) };
};

/** What the agent calls outside has its place in readiness and metrics, and ends with the service. */
const declareDependencies = ({ dependencies }: AgentDefinition, { metrics, check, defer }: Context): void => {
  for (const dependency of dependencies) {
    dependency.observe(metrics);
    check(dependency.name, () => dependency.available());
    defer(async () => dependency.close?.());
  }
};

/** For an agent that prepares. It connects when there is something to send. */
const openSignals = (agent: AgentDefinition, { config, defer }: Context): SignalSender | undefined => {
  if (!hasSteps(agent) || config.databaseUrl === undefined) return undefined;
  const sender = createSignalSender({ url: config.databaseUrl, service: agent.name });
  defer(() => sender.close());
  return sender;
};

/** What goes on beside the records, until the service stops. */
const lookAfter = (agent: AgentDefinition, delivery: Delivery, { log, signal }: Context): void => {
  const beside = { log, signal };
  if (hasJoins(agent))
    every({
      ...beside,
      what: 'judging events without partner',
      everyMs: LAPSE_EVERY_MS,
      run: () => delivery.lapse(signal),
    });
  if (!agent.pure) every({ ...beside, what: 'upkeep', everyMs: MAINTAIN_EVERY_MS, run: () => delivery.maintain() });
};

/** Passes over what is not admitted: it is dealt with unseen. What the agent's own log of dead letters says always counts. */
const admitted =
  (
    admission: Admission | undefined,
    deadTopic: string,
    handle: SubscriberOptions['handle'],
  ): SubscriberOptions['handle'] =>
  async (record, task) => {
    if (admission === undefined || record.topic === deadTopic || (await admission(record, task.signal)))
      await handle(record, task);
  };

/**
 * Starts an agent on connections that are open: for a service that does more than that, and is called like its agent.
 * Resolves when it has joined its group. What it needs beside is closed with the service.
 */
export const startAgent = async (
  agent: AgentDefinition,
  context: Context,
  { database, codec, messaging, publisher, store, admission }: AgentConnections,
): Promise<RunningService> => {
  const { log, metrics, tracing, signal, check } = context;
  const topics = agent.consumes.map(({ type }) => type);
  const signals = openSignals(agent, context);
  const delivery = createDelivery({
    agent,
    codec,
    publisher,
    log: log.child({ agent: agent.name }),
    metrics,
    ...(tracing && { tracing }),
    budget: context.config.budget,
    ...(database && { database }),
    ...(store && { store }),
    ...(signals && { signals }),
    deadLetters: { reader: messaging.reader(), partitions: messaging.partitions },
    partitions: () => subscriber.assignment().partitions,
    caughtUp: (partition, until) => subscriber.caughtUp(partition, until),
    readableForMs: () => messaging.topics().readableForMs(topics),
  });
  const deadTopic = deadLetterTopic(agent.name);
  const pace = createPace();
  const loop = createLoopWatch({ agent: agent.name, log, metrics });
  const subscriber = messaging.subscriber({
    group: agent.name,
    topics: [...topics, deadTopic],
    sessionTimeoutMs: context.config.sessionTimeoutMs,
    handle: pace.timed(
      admitted(admission, deadTopic, (record, task) => loop.during(record.topic, () => delivery.handle(record, task))),
    ),
    onAssigned: (partitions) => delivery.assigned(partitions, signal),
    onRevoked: () => Promise.resolve(delivery.revoked()),
  });
  check('group', () => ['running', 'rebalancing'].includes(subscriber.state()));
  check('delivery', () => delivery.outages().length === 0);
  context.defer(() => delivery.close());
  context.defer(() => subscriber.stop());
  await whenThere('database', () => delivery.maintain(), context);
  await joinFleet({ ...agent, messaging, codec, publisher, subscriber, pace }, context);
  await subscriber.start();
  lookAfter(agent, delivery, context);
  watchSubscriber(subscriber, context);
  return { stop: () => subscriber.stop() };
};

/**
 * Runs an agent: health server, database and migrations, registry, Kafka, then its consumer group. Waits for a server that
 * is away; resolves when it has joined.
 *
 * @example
 * // main.ts
 * const config = loadServiceConfig(process.env, { name: 'fraud-agent' });
 * await runAgent(fraudAgent({ history }), { config, migrations });
 */
export const runAgent = <Config extends ServiceConfig<unknown>>(
  agent: AgentDefinition,
  { migrations = {}, startFrom = 'beginning', ...service }: RunAgentOptions<Config>,
): Promise<ServiceHandle> =>
  runService({
    ...service,
    start: async (context) => {
      refuseStart(agent, startFrom);
      declareDependencies(agent, context);
      const connections = await connect(agent, context, { migrations, startFrom });
      const admission = await openAdmission(startFrom, connections.database, context);
      return startAgent(agent, context, { ...connections, ...(admission && { admission }) });
    },
  });
