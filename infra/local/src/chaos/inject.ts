import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import type { LocalStack } from '../stack.ts';
import type { ChaosFault, Target } from './chaos-plan.ts';
import type { RecordTail } from './record-tail.ts';

/** What faults are done to. */
export interface ChaosParts {
  readonly fleet: TestFleet;
  readonly stack: LocalStack;
  readonly tail: RecordTail;
}

/** How a fault went: told when it has begun to hurt, and whether it hurt at all. */
type Injection<Kind extends ChaosFault['kind']> = (
  fault: Extract<ChaosFault, { kind: Kind }>,
  parts: ChaosParts,
) => Promise<boolean>;

/** A service that was given a failpoint passes it within this time, or is left alone. */
const PASSES_WITHIN_MS = 12_000;

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'failpoint.fixture.ts')).href;
const SESSION_MS = 3_000;

/** What every service of a fleet under chaos is started with. */
export const CHAOS_ENV = { NODE_OPTIONS: `--import ${PRELOAD}`, CHAOS_SESSION_MS: String(SESSION_MS) };

const kill: Injection<'kill'> = async ({ target }, { fleet }) => {
  await fleet.kill(target, 'SIGKILL');
  await fleet.start(target);
  return true;
};

/** The one with the failpoint takes the place of the one that is there; whether it came to its point. */
const failpoint: Injection<'failpoint'> = async ({ target, boundary, nth }, { fleet }) => {
  const armed = await fleet.start(target, { CHAOS_FAILPOINT: `${boundary}:${nth}` }).catch(() => undefined);
  if (armed === undefined) return true;
  await fleet.kill(target, 'SIGKILL');
  const ended = await Promise.race([armed.exit, delay(PASSES_WITHIN_MS, undefined, { ref: false })]);
  if (ended !== undefined) await fleet.start(target);
  return ended?.signal === 'SIGKILL';
};

const stop: Injection<'stop'> = async ({ target, ms }, { fleet }) => {
  const [stopped] = fleet.instances(target);
  if (stopped === undefined) return false;
  process.kill(stopped.pid, 'SIGSTOP');
  await delay(ms);
  process.kill(stopped.pid, 'SIGCONT');
  return true;
};

const cut: Injection<'cut'> = async ({ target }, { fleet }) => {
  const broken = await fleet.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = $1`,
    [target],
  );
  return broken.length > 0;
};

const rebalance: Injection<'rebalance'> = async ({ target, ms }, { fleet }) => {
  await fleet.start(target);
  await delay(ms);
  await fleet.kill(target, 'SIGTERM');
  return true;
};

const server: Injection<'server'> = async ({ target, ms }, { stack }) => {
  await stack.kill(target);
  await delay(ms);
  await stack.start(target);
  return true;
};

/** Does one fault, and mends what it broke. Resolves to whether it took place. */
export const inject = async (fault: ChaosFault, parts: ChaosParts): Promise<boolean> => {
  switch (fault.kind) {
    case 'kill':
      return kill(fault, parts);
    case 'failpoint':
      return failpoint(fault, parts);
    case 'stop':
      return stop(fault, parts);
    case 'cut':
      return cut(fault, parts);
    case 'rebalance':
      return rebalance(fault, parts);
    case 'server':
      return server(fault, parts);
    case 'duplicates':
      return (await parts.tail.duplicate(fault.count)) > 0;
    case 'poison':
      await parts.tail.poison();
      return true;
  }
};

/** How a fault is told in a plan and a report. */
export const nameOf = (fault: ChaosFault): string => {
  switch (fault.kind) {
    case 'failpoint':
      return `${fault.target} is killed at ${fault.boundary}:${fault.nth}`;
    case 'stop':
      return `${fault.target} is stopped for ${fault.ms} ms`;
    case 'server':
      return `${fault.target} crashes for ${fault.ms} ms`;
    case 'kill':
    case 'cut':
    case 'rebalance':
    case 'duplicates':
    case 'poison':
      return `${fault.kind} ${fault.target satisfies Target | 'log'}`;
  }
};
