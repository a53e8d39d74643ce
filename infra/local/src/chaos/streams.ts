import { setTimeout as delay } from 'node:timers/promises';
import { drawFaults, SERVICES, type ChaosFault, type Kind, type PlannedFault, type Target } from './chaos-plan.ts';
import { inject, nameOf, type ChaosParts } from './inject.ts';
import type { Work } from './work.ts';

/** One fault that took place. */
export interface ChaosEvent {
  readonly fault: ChaosFault;
  /** Whether work was in flight where it hit. */
  readonly counts: boolean;
  /**
   * From when its target died, or from when what held it up was over, until it had nothing to do that was older than a
   * second; undefined where the next fault came first.
   */
  recoveredMs?: number;
}

/** How faults are done. */
export interface StreamOptions {
  readonly seed: number;
  /** Who is hit. */
  readonly targets: readonly Target[];
  /** With what. */
  readonly kinds: readonly Kind[];
  /** One fault after the other, each when nothing is left of the one before; otherwise they overlap on different targets. */
  readonly single: boolean;
  /** Orders that may be open before nothing more is broken for a while. */
  readonly mostOpen: number;
  /** Told what happens. */
  readonly note: (text: string) => void;
}

/** What faults are done to, and what came of them so far. */
export interface Course extends ChaosParts {
  readonly work: Work;
  readonly events: ChaosEvent[];
  /** Services that ended although nobody ended them, each time. */
  readonly falls: string[];
  readonly isOver: () => boolean;
  /** Told of every fault that took place. */
  readonly tell: (event: ChaosEvent) => void;
}

const LOOK_EVERY_MS = 100;
const RECOVERS_WITHIN_MS = 60_000;
/** Between two faults that come one after the other, so that all services have something to do again. */
const BREATH_MS = 1_500;

const until = async (isReached: () => boolean | Promise<boolean>, { isOver }: Course): Promise<void> => {
  while (!isOver() && !(await isReached())) await delay(LOOK_EVERY_MS);
};

/** Leaves a target alone for so long, and longer while too much has piled up. */
const rest = async (ms: number, course: Course, { mostOpen }: StreamOptions): Promise<void> => {
  const untilMs = Date.now() + ms;
  await until(() => Date.now() >= untilMs && course.work.open() <= mostOpen, course);
};

/** Somebody has to start again what has ended by itself. */
const raise = async (target: Target, { fleet, falls }: Course): Promise<void> => {
  if (!SERVICES.some((service) => service === target) || fleet.instances(target).length > 0) return;
  falls.push(target);
  await fleet.start(target);
};

interface Hit {
  readonly event: ChaosEvent;
  readonly sinceMs: number;
}

const watchRecovery = async ({ event, sinceMs }: Hit, course: Course, signal?: AbortSignal): Promise<void> => {
  const { target } = event.fault;
  while (Date.now() < sinceMs + RECOVERS_WITHIN_MS) {
    const lookedMs = Date.now();
    const isRecovered = await course.work.isUpToDate(target);
    if (signal?.aborted === true) return;
    if (isRecovered) {
      event.recoveredMs = lookedMs - sinceMs;
      return;
    }
    await delay(LOOK_EVERY_MS);
  }
};

/** Does a fault. Undefined when it did not take place. */
const strike = async (fault: ChaosFault, course: Course, note: (text: string) => void): Promise<Hit | undefined> => {
  try {
    await raise(fault.target, course);
    const counts = await course.work.isAt(fault.target);
    const sinceMs = await inject(fault, course);
    if (sinceMs === undefined) return undefined;
    const event: ChaosEvent = { fault, counts };
    course.events.push(event);
    course.tell(event);
    return { event, sinceMs };
  } catch (error) {
    note(`${fault.target}: ${nameOf(fault)} failed: ${String(error)}`);
    return undefined;
  }
};

/** One target's faults, one after the other. */
const runStream = async (faults: Iterable<PlannedFault>, course: Course, options: StreamOptions): Promise<void> => {
  let watching = new AbortController();
  for (const { fault, restMs } of faults) {
    await rest(restMs, course, options);
    watching.abort();
    if (course.isOver()) return;
    watching = new AbortController();
    const hit = await strike(fault, course, options.note);
    if (hit !== undefined && fault.target !== 'log') void watchRecovery(hit, course, watching.signal);
  }
};

/** One fault after the other, of each target in turn. */
const runSingly = async (
  streams: readonly Iterator<PlannedFault>[],
  course: Course,
  { note }: StreamOptions,
): Promise<void> => {
  for (let turn = 0; !course.isOver(); turn += 1) {
    await delay(BREATH_MS);
    const next = streams[turn % streams.length]?.next();
    if (next === undefined || next.done === true) continue;
    const hit = await strike(next.value.fault, course, note);
    if (hit !== undefined) await watchRecovery(hit, course);
    // Orders that wait for others are none of its target's business, but the next fault comes alone.
    await until(() => course.work.isUpToDate('log'), course);
  }
};

/** Does what the seed says to every target until it is over. */
export const runStreams = async (course: Course, options: StreamOptions): Promise<void> => {
  const { seed, targets, kinds, single } = options;
  const streams = targets.map((target) => drawFaults(seed, target, kinds));
  if (single) await runSingly(streams, course, options);
  else await Promise.all(streams.map((faults) => runStream(faults, course, options)));
};
