import { createDelivery, deadLetterTopic, type AgentDefinition } from '@troupe/agent-sdk';
import type { Codec, IncomingRecord, Task } from '@troupe/messaging';
import { createCatalogue, createCoordinator, type CoordinatorTables } from '@troupe/saga-coordinator';
import type { Logger } from 'pino';
import { AGENTS, type AgentWorld } from '../agents.ts';
import { taskSaga } from '../domain.ts';
import type { Mutation } from '../mutation.ts';
import type { SimBroker } from './sim-broker.ts';
import { createSimDatabase, type SimDatabaseOptions } from './sim-database.ts';
import { createSimDecisionStore } from './sim-decision-store.ts';
import { createSimLogReader } from './sim-log-reader.ts';
import type { SimProcess } from './sim-process.ts';
import { createSimPublisher, type SimPublisherOptions } from './sim-publisher.ts';
import { createSimSagaStore } from './sim-saga-store.ts';
import { createSimSubscriber, type SimSubscriber } from './sim-subscriber.ts';

/** What a process of a service is given to work with. */
export interface SimServiceOptions {
  readonly process: SimProcess;
  readonly broker: SimBroker;
  readonly codec: Codec;
  readonly log: Logger;
  readonly without: Mutation | undefined;
  readonly database: Omit<SimDatabaseOptions, 'process'>;
  readonly publishFate: SimPublisherOptions['fateOf'];
  readonly answerOf: AgentWorld['answerOf'];
  /** Told when the subscriber gave up, which ends a process. */
  readonly onCrash: (error: unknown) => void;
}

/** A service that runs. */
export interface SimService {
  readonly process: SimProcess;
  /** Stops as on SIGTERM. */
  stop(): Promise<void>;
}

/** What stands between a subscriber and a publisher. */
interface Inner {
  readonly group: string;
  readonly topics: readonly string[];
  handle(record: IncomingRecord, task: Task): Promise<void>;
  gained(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  lost?(): void;
  close(): Promise<void>;
}

type Common = Pick<Parameters<typeof createDelivery>[0], 'codec' | 'publisher' | 'log' | 'timing' | 'caughtUp'> & {
  readonly partitions: () => readonly number[];
};

const agentOf = (agent: AgentDefinition, common: Common, options: SimServiceOptions): Inner => {
  const { process, broker, database, without } = options;
  const { db } = createSimDatabase<object>({ ...database, process });
  const stored = agent.pure ? {} : { database: { db }, store: createSimDecisionStore(db, without) };
  const reader = createSimLogReader(broker, (serve) => process.call('offsets', serve));
  const deadLetters = { reader, partitions: broker.log.partitions };
  const delivery = createDelivery({ agent, ...common, ...stored, deadLetters });
  return {
    group: agent.name,
    topics: [...agent.consumes.map(({ type }) => type), deadLetterTopic(agent.name)],
    handle: delivery.handle,
    gained: (partitions, signal) => delivery.assigned(partitions, signal),
    lost: () => delivery.revoked(),
    close: () => delivery.close(),
  };
};

const coordinatorOf = (common: Common, { process, database, without }: SimServiceOptions): Inner => {
  const { db } = createSimDatabase<CoordinatorTables>({ ...database, process });
  const catalogue = createCatalogue([taskSaga]);
  // The decision store looks at none of the coordinator's own tables.
  const store = createSimDecisionStore(db as unknown as Parameters<typeof createSimDecisionStore>[0], without);
  const coordinator = createCoordinator({ ...common, catalogue, database: { db }, store, sagas: createSimSagaStore() });
  return {
    group: 'saga-coordinator',
    topics: catalogue.consumes.map(({ type }) => type),
    handle: (record, task) => coordinator.handle(record, task),
    gained: (partitions, signal) => coordinator.gained(partitions, signal),
    close: () => coordinator.close(),
  };
};

const innerOf = (common: Common, options: SimServiceOptions): Inner => {
  const { process, answerOf } = options;
  const make = AGENTS[process.service];
  if (make === undefined) return coordinatorOf(common, options);
  return agentOf(make({ random: process.timing.random, answerOf }), common, options);
};

/** Starts a service in a process, as `runAgent` and `runCoordinator` do. */
export const startSimService = (options: SimServiceOptions): SimService => {
  const { process, broker, codec, log, without, publishFate, onCrash } = options;
  const stopping = new AbortController();
  const inner = innerOf(
    {
      codec,
      log,
      timing: process.timing,
      publisher: createSimPublisher({ process, broker, fateOf: publishFate }),
      partitions: () => subscriber.assignment().partitions,
      caughtUp: (partition, signal) => subscriber.caughtUp(partition, signal),
    },
    options,
  );
  const subscriber: SimSubscriber = createSimSubscriber({
    ...inner,
    process,
    broker,
    log,
    without,
    onAssigned: (partitions) => inner.gained(partitions, stopping.signal),
    onRevoked: () => Promise.resolve(inner.lost?.()),
    onCrash,
  });
  subscriber.start();
  return {
    process,
    stop: async () => {
      stopping.abort();
      await subscriber.stop();
      await inner.close();
      process.kill();
    },
  };
};
