import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceProcess } from '@troupe/testing';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import type { LocalStack } from '../stack.ts';
import type { ChaosFault, Service } from './chaos-plan.ts';
import type { RecordTail } from './record-tail.ts';
import type { Safeguard } from './without.ts';

/** What faults are done to. */
export interface ChaosParts {
  readonly fleet: TestFleet;
  /** Whose servers may crash; without it none does. */
  readonly stack: LocalStack | undefined;
  /** A folder in which services find their orders: see `in-service.fixture.ts`. */
  readonly orders: string;
  readonly tail: RecordTail;
  /** Whose turn it is to be without a server. */
  readonly turns: Turns;
}

/** One after the other. */
export interface Turns {
  take<Result>(run: () => Promise<Result>): Promise<Result>;
}

/** Whoever comes waits for whoever came before. */
export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: (run) => {
      const turn = last.then(run);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
};

/** See `inject`. */
type Injection<Kind extends ChaosFault['kind']> = (
  fault: Extract<ChaosFault, { kind: Kind }>,
  parts: ChaosParts,
) => Promise<number | undefined>;

/** A service that was given a failpoint passes it within this time, or is left alone. */
const PASSES_WITHIN_MS = 5_000;
/** How long a zombie is let go on beside the one that took its place. */
const ZOMBIE_MS = 1_500;

const moduleUrl = (name: string): string => pathToFileURL(join(import.meta.dirname, name)).href;
const PRELOADS = ['in-service.fixture.ts', 'without.fixture.ts'].map(moduleUrl);

/** What every service of a fleet under chaos is started with: where it finds its orders, and what it is to do without. */
export const chaosEnv = (orders: string, without: Safeguard | undefined): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: PRELOADS.map((url) => `--import ${url}`).join(' '),
  CHAOS_ORDERS: orders,
  ...(without !== undefined && { CHAOS_WITHOUT: without }),
});

const oldestOf = ({ fleet }: ChaosParts, target: Service): ServiceProcess => {
  const [service] = fleet.instances(target);
  if (service === undefined) throw new Error(`${target} does not run`);
  return service;
};

/** Tells what was put before a service what to do. Written elsewhere first, so that it is never read by halves. */
const order = ({ pid }: ServiceProcess, { orders }: ChaosParts, what: object): void => {
  const path = join(orders, String(pid));
  writeFileSync(`${path}.new`, JSON.stringify(what));
  renameSync(`${path}.new`, path);
  process.kill(pid, 'SIGUSR2');
};

const kill: Injection<'kill'> = async ({ target }, { fleet }) => {
  const diedMs = Date.now();
  await fleet.kill(target, 'SIGKILL');
  await fleet.start(target);
  return diedMs;
};

const failpoint: Injection<'failpoint'> = async ({ target, boundary, nth }, parts) => {
  const armed = oldestOf(parts, target);
  order(armed, parts, { boundary, nth });
  const ended = await Promise.race([armed.exit, delay(PASSES_WITHIN_MS, undefined, { ref: false })]);
  if (ended === undefined) {
    order(armed, parts, {});
    return undefined;
  }
  const diedMs = Date.now();
  await parts.fleet.start(target);
  return ended.signal === 'SIGKILL' ? diedMs : undefined;
};

const stop: Injection<'stop'> = async ({ target, ms }, parts) => {
  const stopped = oldestOf(parts, target);
  process.kill(stopped.pid, 'SIGSTOP');
  await delay(ms);
  process.kill(stopped.pid, 'SIGCONT');
  return Date.now();
};

const zombie: Injection<'zombie'> = async ({ target, ms }, parts) => {
  const stopped = oldestOf(parts, target);
  process.kill(stopped.pid, 'SIGSTOP');
  try {
    await Promise.all([parts.fleet.start(target), delay(ms)]);
  } finally {
    process.kill(stopped.pid, 'SIGCONT');
  }
  const goesOnMs = Date.now();
  await delay(ZOMBIE_MS);
  await parts.fleet.kill(target, 'SIGTERM');
  return goesOnMs;
};

const cut: Injection<'cut'> = async ({ target }, { fleet }) => {
  const cutMs = Date.now();
  const broken = await fleet.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = $1`,
    [target],
  );
  return broken.length > 0 ? cutMs : undefined;
};

const delayed: Injection<'delay'> = async ({ target, what, ms, forMs }, parts) => {
  order(oldestOf(parts, target), parts, { late: what, ms, forMs });
  await delay(forMs);
  return Date.now();
};

const rebalance: Injection<'rebalance'> = async ({ target, ms }, { fleet }) => {
  await fleet.start(target);
  await delay(ms);
  await fleet.kill(target, 'SIGTERM');
  return Date.now();
};

/** The registry cannot start without the database: servers crash one after the other, each up again before the next. */
const crash: Injection<'crash'> = ({ target, ms }, { stack, turns }) =>
  turns.take(async () => {
    if (stack === undefined) throw new Error(`There is no ${target} that may crash`);
    await stack.kill(target);
    await delay(ms);
    await stack.start(target).catch(() => stack.start(target));
    return Date.now();
  });

const duplicates: Injection<'duplicates'> = async ({ count }, { tail }) =>
  (await tail.duplicate(count)) > 0 ? Date.now() : undefined;

const poison: Injection<'poison'> = async (_, { tail }) => {
  await tail.poison();
  return Date.now();
};

/**
 * Does one fault, and mends what it broke. Resolves to when its target could begin to recover, in milliseconds: when it
 * died, or when what held it up was over. Undefined if it did not take place.
 */
export const inject: Injection<ChaosFault['kind']> = async (fault, parts) => {
  switch (fault.kind) {
    case 'kill':
      return kill(fault, parts);
    case 'failpoint':
      return failpoint(fault, parts);
    case 'stop':
      return stop(fault, parts);
    case 'cut':
      return cut(fault, parts);
    case 'zombie':
      return zombie(fault, parts);
    case 'delay':
      return delayed(fault, parts);
    case 'rebalance':
      return rebalance(fault, parts);
    case 'crash':
      return crash(fault, parts);
    case 'duplicates':
      return duplicates(fault, parts);
    case 'poison':
      return poison(fault, parts);
  }
};

/** How a fault is told in a plan and a report, after its target. */
export const nameOf = (fault: ChaosFault): string => {
  switch (fault.kind) {
    case 'failpoint':
      return `kill at ${fault.boundary}:${fault.nth}`;
    case 'delay':
      return `delay of each ${fault.what} by ${fault.ms} ms for ${fault.forMs} ms`;
    case 'stop':
    case 'zombie':
    case 'rebalance':
    case 'crash':
      return `${fault.kind} for ${fault.ms} ms`;
    case 'duplicates':
      return `${fault.count} duplicates`;
    case 'kill':
    case 'cut':
    case 'poison':
      return fault.kind;
  }
};
