import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PARTITIONS } from '@troupe/messaging';
import { placeOn, type StackPlace } from '@troupe/testing';
import type { Finding } from '../e2e/findings.fixture.ts';
import { startFleetIn, type TestFleet } from '../e2e/fleet.fixture.ts';
import type { LocalStack } from '../stack.ts';
import { isHit, KINDS, SERVICES, TARGETS, type Kind, type Target } from './chaos-plan.ts';
import { chaosEnv, createTurns, nameOf } from './inject.ts';
import { startLoad, type Load } from './load.ts';
import { openRecordTail } from './record-tail.ts';
import { auditPatiently, untilResolved } from './settle.ts';
import { runStreams, type ChaosEvent, type Course } from './streams.ts';
import type { Safeguard } from './without.ts';
import { followWork } from './work.ts';

/** How chaos is run. */
export interface ChaosOptions {
  /** Where the fleet works. */
  readonly place: StackPlace;
  /** Servers that may crash. Default: none does. */
  readonly stack?: LocalStack;
  readonly seed: number;
  /** Ends when so many faults have counted. */
  readonly faults: number;
  /** Ends after so many seconds in any case. */
  readonly seconds: number;
  /** Orders a second. */
  readonly perSecond: number;
  /** Default: all. */
  readonly targets?: readonly Target[];
  /** Default: all. */
  readonly kinds?: readonly Kind[];
  /** See `StreamOptions`. Default false. */
  readonly single?: boolean;
  /** The safeguard that the services are to do without. Default: they have them all. */
  readonly without?: Safeguard;
  /** How long every order, and then what is on its way, is waited for afterwards. Default: five minutes. */
  readonly settleSeconds?: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** Every fault is noted as it has taken place. Default false. */
  readonly verbose?: boolean;
  /** Told what happens. */
  readonly note: (text: string) => void;
}

/** What came of it. */
export interface ChaosReport {
  readonly seed: number;
  readonly events: readonly ChaosEvent[];
  /** Services that ended although nobody ended them, each time. */
  readonly falls: readonly string[];
  readonly orders: number;
  /** How long faults were done. */
  readonly seconds: number;
  /** From the end of the faults until every order was resolved. */
  readonly settledMs: number;
  /** What is not as it must be. */
  readonly violations: readonly Finding[];
}

const ANSWER_WITHIN_SECONDS = 300;
const SETTLE_SECONDS = 300;
/** Enough of everything for as many orders as a run can send. */
const ON_HAND = 100_000_000;
/** As many orders as come in so many seconds may be open before nothing more is broken for a while. */
const MOST_OPEN_SECONDS = 30;

const disturb = async (course: Course, options: ChaosOptions): Promise<number> => {
  const { seed, perSecond, note, stack, targets = TARGETS, kinds = KINDS, single = false } = options;
  const startedMs = Date.now();
  await runStreams(course, {
    seed,
    kinds,
    single,
    note,
    targets: targets.filter((target) => isHit(target, kinds, stack !== undefined)),
    mostOpen: perSecond * MOST_OPEN_SECONDS,
  });
  return (Date.now() - startedMs) / 1_000;
};

const settle = async (
  course: Course,
  load: Load,
  options: ChaosOptions,
): Promise<Pick<ChaosReport, 'settledMs' | 'violations'>> => {
  const { fleet, tail } = course;
  const withinMs = (options.settleSeconds ?? SETTLE_SECONDS) * 1_000;
  const endedMs = Date.now();
  const missing = SERVICES.filter((service) => fleet.instances(service).length === 0);
  // On a machine that is busy beyond measure the first start may take too long.
  await Promise.all(missing.map((service) => fleet.start(service).catch(() => fleet.start(service))));
  await load.stop();
  await untilResolved(fleet, load.accepted, withinMs);
  const settledMs = Date.now() - endedMs;
  options.note(`${load.accepted.length} orders; reading the log and the tables`);
  const done = { orders: load.accepted, poisoned: tail.poisoned, answerWithinMs: ANSWER_WITHIN_SECONDS * 1_000 };
  return { settledMs, violations: await auditPatiently(fleet, done, withinMs) };
};

const play = async (course: Course, load: Load, options: ChaosOptions): Promise<ChaosReport> => {
  const { events, falls } = course;
  const seconds = await disturb(course, options);
  options.note(`${events.length} faults in ${seconds.toFixed(0)} s; waiting for every order`);
  options.signal?.throwIfAborted();
  const settled = await settle(course, load, options);
  return { seed: options.seed, events, falls, orders: load.accepted.length, seconds, ...settled };
};

const runIn = async (fleet: TestFleet, orders: string, options: ChaosOptions): Promise<ChaosReport> => {
  const { place, stack, faults, seconds, perSecond, signal } = options;
  await fleet.query('update inventory_agent.stock set on_hand = $1', [ON_HAND]);
  const tail = await openRecordTail(place);
  const load = startLoad(fleet, perSecond);
  const work = followWork(place.databaseUrl, load);
  const events: ChaosEvent[] = [];
  const startedMs = Date.now();
  const untilMs = startedMs + seconds * 1_000;
  const tell = ({ fault, counts }: ChaosEvent): void => {
    if (options.verbose !== true) return;
    const at = ((Date.now() - startedMs) / 1_000).toFixed(1);
    options.note(`${at} s  ${fault.target}: ${nameOf(fault)}${counts ? '' : ' (not counted)'}; ${work.open()} open`);
  };
  const isOver = (): boolean =>
    signal?.aborted === true || Date.now() > untilMs || events.filter(({ counts }) => counts).length >= faults;
  try {
    return await play(
      { fleet, stack, orders, tail, work, events, turns: createTurns(), falls: [], isOver, tell },
      load,
      options,
    );
  } finally {
    await work.close();
    await tail.close();
  }
};

/** Where a fleet of its own works on servers of its own, with as many partitions as everywhere. */
export const chaosPlaceOn = (stack: LocalStack): StackPlace => ({
  ...placeOn(stack, 'chaos.'),
  partitions: DEFAULT_PARTITIONS,
});

/** Starts a fleet in this place, lets orders come, and does to it what the seed says; then audits. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const { place, without } = options;
  const orders = mkdtempSync(join(tmpdir(), 'troupe-chaos-'));
  try {
    const env = { ...place.env, ...chaosEnv(orders, without) };
    const fleet = await startFleetIn({ ...place, env }, { answerWithin: `${ANSWER_WITHIN_SECONDS}s` });
    try {
      return await runIn(fleet, orders, options);
    } finally {
      await fleet.stop();
    }
  } finally {
    rmSync(orders, { recursive: true, force: true });
  }
};
