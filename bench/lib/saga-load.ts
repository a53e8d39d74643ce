import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf, type Figures } from './figures.ts';
import { runOpenLoop } from './open-loop.ts';
import type { LogWatch, Sightings } from './watch-log.ts';

/** Sagas that can be begun and are seen to end. */
export interface SagaUnderLoad {
  /** Begins the saga of this number; resolves to its conversation. */
  begin(index: number): Promise<string>;
  readonly watch: LogWatch;
  /** The event types that end a saga. */
  readonly resolutions: ReadonlySet<string>;
  /** The event types that its parallel steps end with. */
  readonly steps: readonly string[];
}

/** What an open loop found, in milliseconds from when each saga was due. */
export interface OpenLoopFigures {
  readonly resolved: Figures;
  readonly slowestStep: Figures;
  /** From its slowest step to its resolution, saga by saga. */
  readonly difference: Figures;
  /** How often each event type was seen. */
  readonly seen: ReadonlyMap<string, number>;
}

/** Gives every saga of a run its number. */
export interface Numbers {
  next(): number;
}

/** From 0. */
export const createNumbers = (): Numbers => {
  let count = 0;
  return { next: () => count++ };
};

const LOST_AFTER_MS = 30_000;

const elapsed = (fromNs: bigint, toNs: bigint | undefined): number =>
  toNs === undefined ? Number.POSITIVE_INFINITY : Number(toNs - fromNs) / 1e6;

const firstOf = (sightings: Sightings, types: Iterable<string>): bigint | undefined =>
  [...types].flatMap((type) => sightings.get(type) ?? [])[0];

const lastOf = (sightings: Sightings, types: Iterable<string>): bigint | undefined =>
  [...types].flatMap((type) => sightings.get(type) ?? []).toSorted((a, b) => (a < b ? 1 : -1))[0];

interface Followed {
  readonly dueNs: bigint;
  readonly sightings: Sightings;
}

/** Sagas at a fixed rate, whatever becomes of the earlier ones. */
export const runSagasOpenLoop = async (
  saga: SagaUnderLoad,
  numbers: Numbers,
  { perSecond, seconds, onError }: { perSecond: number; seconds: number; onError: (error: unknown) => void },
): Promise<OpenLoopFigures> => {
  const followed: Promise<Followed | undefined>[] = [];
  const follow = async (index: number, dueNs: bigint): Promise<Followed | undefined> => {
    const conversationId = await saga.begin(index);
    const lost = delay(LOST_AFTER_MS, undefined, { ref: false });
    const sightings = await Promise.race([saga.watch.resolved(conversationId), lost]);
    return sightings && { dueNs, sightings };
  };
  const total = await runOpenLoop({
    perSecond,
    seconds,
    send: (_, dueNs) => {
      followed.push(follow(numbers.next(), dueNs).catch((error: unknown) => void onError(error)));
    },
  });
  const done = (await Promise.all(followed)).filter((each) => each !== undefined);
  const figures = (latency: (each: Followed) => number): Figures => figuresOf(done.map(latency), total);
  const types = done.flatMap(({ sightings }) => [...sightings.keys()]);
  return {
    resolved: figures(({ dueNs, sightings }) => elapsed(dueNs, firstOf(sightings, saga.resolutions))),
    slowestStep: figures(({ dueNs, sightings }) => elapsed(dueNs, lastOf(sightings, saga.steps))),
    difference: figures(({ sightings }) =>
      elapsed(lastOf(sightings, saga.steps) ?? 0n, firstOf(sightings, saga.resolutions)),
    ),
    seen: new Map([...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length])),
  };
};

/** How long a closed loop goes on. */
export interface ClosedLoop {
  readonly clients: number;
  readonly seconds: number;
  /** Ends it earlier. What two runs of as many cost can be compared, whatever else the machine does. Default: no end. */
  readonly sagas?: number;
}

/** As many sagas as so many clients can have resolved, each beginning the next when its last is. */
export const runSagasClosedLoop = async (
  saga: SagaUnderLoad,
  numbers: Numbers,
  { clients, seconds, sagas = Number.POSITIVE_INFINITY }: ClosedLoop,
): Promise<{ readonly resolved: number; readonly perSecond: number }> => {
  const beganMs = performance.now();
  const untilMs = beganMs + seconds * 1_000;
  let resolved = 0;
  let lastMs = beganMs;
  const isOver = (): boolean => performance.now() >= untilMs || resolved >= sagas;
  const client = async (): Promise<void> => {
    while (!isOver()) {
      await saga.watch.resolved(await saga.begin(numbers.next()));
      if (isOver()) return;
      resolved += 1;
      lastMs = performance.now();
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { resolved, perSecond: (resolved * 1_000) / (lastMs - beganMs) };
};
