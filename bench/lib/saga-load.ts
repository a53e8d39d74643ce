import { setTimeout as delay } from 'node:timers/promises';
import { figuresOf, type Figures } from './figures.ts';
import { runOpenLoop } from './open-loop.ts';

/** Sagas that can be run. All times are of the monotonic clock that the processes of a machine share, in nanoseconds. */
export interface SagaUnderLoad {
  /** Begins the saga of this number; resolves to when it was resolved. */
  run(index: number): Promise<bigint>;
  /** Looks up what is told of the sagas that have ended. */
  settle(): void;
  /** When the last of the parallel steps of a saga had ended, as far as `settle` has seen. */
  slowestStepNs(index: number): bigint | undefined;
}

/** What an open loop found, in milliseconds from when each saga was due. */
export interface OpenLoopFigures {
  readonly resolved: Figures;
  readonly slowestStep: Figures;
  /** From its slowest step to its resolution, saga by saga. */
  readonly difference: Figures;
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

/** How long a load goes on, and who is told what goes wrong. */
export interface Load {
  readonly seconds: number;
  readonly onError: (error: unknown) => void;
}

/** A saga that has not ended by then counts as lost. */
const LOST_AFTER_MS = 30_000;

interface Ended {
  readonly index: number;
  readonly dueNs: bigint;
  readonly resolvedNs: bigint;
}

const elapsedMs = (fromNs: bigint | undefined, toNs: bigint | undefined): number =>
  fromNs === undefined || toNs === undefined ? Number.POSITIVE_INFINITY : Number(toNs - fromNs) / 1e6;

/** Undefined for a saga that failed or was lost. */
const runOne = async (
  saga: SagaUnderLoad,
  { index, dueNs }: Pick<Ended, 'index' | 'dueNs'>,
  onError: Load['onError'],
): Promise<Ended | undefined> => {
  const cancel = new AbortController();
  const lost = delay(LOST_AFTER_MS, undefined, { signal: cancel.signal }).catch(() => undefined);
  try {
    const resolvedNs = await Promise.race([saga.run(index), lost]);
    return resolvedNs === undefined ? undefined : { index, dueNs, resolvedNs };
  } catch (error) {
    onError(error);
    return undefined;
  } finally {
    cancel.abort();
  }
};

/** Sagas at a fixed rate, whatever becomes of the earlier ones. */
export const runSagasOpenLoop = async (
  saga: SagaUnderLoad,
  numbers: Numbers,
  { perSecond, seconds, onError }: Load & { readonly perSecond: number },
): Promise<OpenLoopFigures> => {
  const begun: Promise<Ended | undefined>[] = [];
  const total = await runOpenLoop({
    perSecond,
    seconds,
    send: (_, dueNs) => void begun.push(runOne(saga, { index: numbers.next(), dueNs }, onError)),
  });
  const ended = (await Promise.all(begun)).filter((each) => each !== undefined);
  saga.settle();
  const figures = (latency: (each: Ended) => number): Figures => figuresOf(ended.map(latency), total);
  return {
    resolved: figures(({ dueNs, resolvedNs }) => elapsedMs(dueNs, resolvedNs)),
    slowestStep: figures(({ dueNs, index }) => elapsedMs(dueNs, saga.slowestStepNs(index))),
    difference: figures(({ index, resolvedNs }) => elapsedMs(saga.slowestStepNs(index), resolvedNs)),
  };
};

/** How many clients a closed loop has. */
export interface ClosedLoop extends Load {
  readonly clients: number;
  /** Ends it earlier. What two runs of as many cost can be compared, whatever else the machine does. Default: no end. */
  readonly sagas?: number;
}

/** What a closed loop came to. */
export interface ClosedLoopFigures {
  /** Those that ended before the loop was over. */
  readonly resolved: number;
  readonly perSecond: number;
  /** Those that failed or were lost. */
  readonly missing: number;
}

/** As many sagas as so many clients can have resolved, each beginning the next when its last is. */
export const runSagasClosedLoop = async (
  saga: SagaUnderLoad,
  numbers: Numbers,
  { clients, seconds, sagas = Number.POSITIVE_INFINITY, onError }: ClosedLoop,
): Promise<ClosedLoopFigures> => {
  const beganMs = performance.now();
  const untilMs = beganMs + seconds * 1_000;
  let [resolved, missing, lastMs] = [0, 0, beganMs];
  const isOver = (): boolean => performance.now() >= untilMs || resolved >= sagas;
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const ended = await runOne(saga, { index: numbers.next(), dueNs: 0n }, onError);
      if (ended === undefined) missing += 1;
      if (isOver()) return;
      if (ended !== undefined) resolved += 1;
      lastMs = performance.now();
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { resolved, missing, perSecond: resolved === 0 ? 0 : (resolved * 1_000) / (lastMs - beganMs) };
};
