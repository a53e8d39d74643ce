import { EVERY_AGENT_PUBLISHES } from '@troupe/agent-sdk';
import { createLocalCodec } from '@troupe/messaging';
import { createTimedFaults } from './timed-faults.ts';
import { EVENTS } from '../domain.ts';
import type { Mutation } from '../mutation.ts';
import type { Plan, ServiceName } from '../plan.ts';
import { createRandom } from '@troupe/testing/random';
import { runClient, scriptsOf } from './client.ts';
import { runOperator } from './operator.ts';
import { createCallFaults, type OnFault } from './faults.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createSimBroker, type SimBroker } from './sim-broker.ts';
import { createSimProcess } from './sim-process.ts';
import { startSimService, type SimService } from './sim-service.ts';
import { createSimTables, type SimTables } from './sim-tables.ts';
import type { CommittedOffset } from './sim-group.ts';
import { idOf } from './sim-log.ts';
import { createTrace, type Trace } from './trace.ts';

/** An offset that a group committed. */
export interface Commit extends CommittedOffset {
  readonly group: string;
  readonly before: number;
}

/** What there is to look at of a world: what is in its log and its tables, not what its services say. */
export interface World {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly broker: SimBroker;
  readonly trace: Trace;
  tablesOf(service: ServiceName): SimTables;
  /** The ids of all that was ever in the log. */
  readonly published: ReadonlySet<string>;
  /** How many faults have happened. */
  readonly faults: () => number;
  /** What made a process end that nobody had killed. */
  readonly crashes: readonly string[];
  /** Whether everything that clients want to send is in the log. */
  isAllSent(): boolean;
  /** Whether nothing is held any more. */
  isAllReleased(): boolean;
}

/** How a world is made. */
export interface WorldOptions {
  readonly plan: Plan;
  readonly without?: Mutation | undefined;
  readonly isTraced?: boolean | undefined;
  /** Told of every commit, when it is made. */
  readonly onCommit: (commit: Commit, world: World) => void;
}

const codec = createLocalCodec([...EVENTS, ...EVERY_AGENT_PUBLISHES]);

/** A world that is being made. */
interface Making extends World {
  readonly crashes: string[];
}

/** Starts processes and puts others in the place of those that end. */
const createFleet = (world: Making, { plan, without }: WorldOptions, onFault: OnFault) => {
  const { scheduler, trace, broker } = world;
  const random = createRandom(plan.seed ^ 0x5bd1e995);
  const faults = createCallFaults(plan, onFault);
  const running = new Map<ServiceName, SimService[]>();
  const wanted = new Map<ServiceName, number>();
  let awayUntilMs = 0;
  let started = 0;

  const start = (service: ServiceName): void => {
    const present = running.get(service) ?? [];
    if (present.length >= (wanted.get(service) ?? 0)) return;
    const id = `${service}#${++started}`;
    const process = createSimProcess({ id, service, scheduler, random, fateOf: faults.fateOf });
    trace.note(id, 'starts');
    // Before anything runs in it: it may end at its first call.
    process.onEnd(() => {
      trace.note(id, 'is gone');
      running.set(service, running.get(service)?.filter((other) => other.process !== process) ?? []);
      scheduler.after(faults.backAfterMs(process), () => start(service));
    });
    const own = startSimService({
      process,
      broker,
      codec,
      without,
      log: trace.logger(id),
      database: {
        tables: world.tablesOf(service),
        scheduler,
        isAway: () => scheduler.now() < awayUntilMs,
        fateOf: (at) => faults.connectionFate(service, at),
      },
      publishFate: () => faults.publishFate(service),
      answerOf: (side, conversation) => plan.tasks.find((task) => task.conversation === conversation)?.[side] ?? 'yes',
      onCrash: (error) => {
        world.crashes.push(`${id}: ${String(error)}`);
        process.kill();
      },
    });
    if (process.isAlive()) running.set(service, [...present, own]);
  };

  return {
    more: (service: ServiceName): void => {
      wanted.set(service, (wanted.get(service) ?? 0) + 1);
      start(service);
    },
    fewer: (service: ServiceName): void => {
      wanted.set(service, (wanted.get(service) ?? 0) - 1);
      void running.get(service)?.at(-1)?.stop();
    },
    databaseAway: (ms: number): void => {
      awayUntilMs = scheduler.now() + ms;
    },
  };
};

/** Makes a world in which everything is about to begin. */
export const createWorld = async (options: WorldOptions): Promise<World> => {
  const { plan, isTraced = false, onCommit } = options;
  const random = createRandom(plan.seed);
  const scheduler = createScheduler(random);
  const trace = createTrace(scheduler, isTraced);
  const tables = new Map<ServiceName, SimTables>();
  const published = new Set<string>();
  let happened = 0;
  const onFault = (who: string, what: string): void => {
    happened += 1;
    trace.note(who, what);
  };
  const clients: { isDone(): boolean }[] = [];
  const broker = createSimBroker({
    scheduler,
    partitions: plan.partitions,
    onAppend: (record) => {
      const { topic, partition, offset, key } = record;
      published.add(idOf(record));
      trace.note('log', `${topic}/${partition}@${offset} of ${String(key)}`);
    },
    onCommit: (group, committed, before) => {
      const { topic, partition, offset } = committed;
      trace.note(group, `commits ${topic}/${partition} up to ${offset}`);
      onCommit({ ...committed, group, before }, world);
    },
  });
  const world: Making = {
    plan,
    scheduler,
    broker,
    trace,
    published,
    faults: () => happened,
    crashes: [],
    tablesOf: (service) => {
      const own = tables.get(service) ?? createSimTables(scheduler);
      tables.set(service, own);
      return own;
    },
    isAllSent: () => clients.every((client) => client.isDone()),
    isAllReleased: () => operator.isDone(),
  };
  const scripts = await scriptsOf(plan, codec);
  const fleet = createFleet(world, options, onFault);
  for (const [service, count] of Object.entries(plan.instances) as [ServiceName, number][])
    for (let nth = 0; nth < count; nth += 1) fleet.more(service);
  clients.push(...scripts.map((script) => runClient(script, scheduler, broker)));
  const operator = runOperator({ plan, scheduler, broker, trace });
  createTimedFaults(plan, { scheduler, broker, onFault, fleet });
  return world;
};
