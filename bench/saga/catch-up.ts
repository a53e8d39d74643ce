import { setTimeout as delay } from 'node:timers/promises';
import type { LocalStack } from '@troupe/local-stack';
import { partitionOf } from '@troupe/messaging';
import { figuresOf, renderMarkdown } from '../lib/figures.ts';
import { runOpenLoop } from '../lib/open-loop.ts';
import { createNumbers, runSagasClosedLoop } from '../lib/saga-load.ts';
import { largestInversionMs, type Resolution } from './inversion.ts';
import { openTroupe, type TroupeProcesses } from './troupe/troupe-processes.ts';

/** How long there is no coordinator, under which load. */
export interface CatchUpOptions {
  readonly perSecond: number;
  readonly awaySeconds: number;
  readonly warm: number;
  readonly clients: number;
  readonly note: (text: string) => void;
}

interface Followed extends Resolution {
  readonly resolvedMs: number;
}

const PARTITIONS = 6;
/** It is given up when it has not caught up by then. */
const GIVEN_UP_AFTER_MS = 180_000;
/** How long the load goes on after that. */
const AFTERWARDS_MS = 3_000;
const POLL_MS = 20;
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** A load that goes on until it is ended. */
const startLoad = ({ sagas, name }: TroupeProcesses, first: number, { perSecond, note }: CatchUpOptions) => {
  const resolved: Followed[] = [];
  let begun = 0;
  let isOver = false;
  const send = (index: number, dueNs: bigint): void => {
    begun = index + 1;
    const dueMs = Number(dueNs) / 1e6;
    const partition = partitionOf(name(first + index), PARTITIONS);
    const end = (atNs: bigint): void => void resolved.push({ partition, dueMs, resolvedMs: Number(atNs) / 1e6 });
    sagas.run(first + index).then(end, (error: unknown) => note(String(error)));
  };
  const running = runOpenLoop({ perSecond, seconds: Number.MAX_SAFE_INTEGER, send, isOver: () => isOver });
  return {
    resolved,
    begun: () => begun,
    end: async (): Promise<void> => {
      isOver = true;
      await running;
    },
  };
};

const until = async (holds: () => boolean): Promise<boolean> => {
  const lastMs = nowMs() + GIVEN_UP_AFTER_MS;
  while (!holds() && nowMs() < lastMs) await delay(POLL_MS);
  return holds();
};

/** Ends the coordinator under load, starts another, and follows how it resolves what has waited in the log. */
export const benchCatchUp = async (stack: LocalStack, options: CatchUpOptions): Promise<string> => {
  const { perSecond, awaySeconds, warm, clients, note } = options;
  const troupe = await openTroupe(stack, 'catch-up');
  try {
    const coordinator = await troupe.startCoordinator();
    const numbers = createNumbers();
    const onError = (error: unknown): void => note(String(error));
    await runSagasClosedLoop(troupe.sagas, numbers, { clients, seconds: warm, onError });
    await coordinator.kill();
    const load = startLoad(troupe, numbers.next(), options);
    await delay(awaySeconds * 1_000);
    const [startedMs, waiting] = [nowMs(), load.begun()];
    const starting = troupe.startCoordinator();
    const isOld = ({ dueMs }: Followed): boolean => dueMs < startedMs;
    await until(() => load.resolved.filter(isOld).length >= waiting);
    await starting;
    const caughtUpMs = nowMs();
    await delay(AFTERWARDS_MS);
    await load.end();
    await until(() => load.resolved.length >= load.begun());
    const firstMs = load.resolved[0]?.resolvedMs ?? Number.POSITIVE_INFINITY;
    const between = load.resolved.filter(({ resolvedMs }) => resolvedMs <= caughtUpMs).length;
    const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
    const after = load.resolved.filter(({ dueMs }) => dueMs > caughtUpMs).map((each) => each.resolvedMs - each.dueMs);
    note(`caught up after ${seconds(caughtUpMs - startedMs)} s`);
    const rows = [
      ['sagas that waited', String(waiting)],
      ['first resolution after the start, s', seconds(firstMs - startedMs)],
      ['caught up after the start, s', seconds(caughtUpMs - startedMs)],
      ['resolved/s from the first until then', ((between * 1_000) / (caughtUpMs - firstMs)).toFixed(0)],
      ['p50 of sagas begun after that, ms', figuresOf(after, after.length).p50.toFixed(1)],
      ['largest inversion of age in a partition, s', (largestInversionMs(load.resolved) / 1_000).toFixed(2)],
      ['missing', String(load.begun() - load.resolved.length)],
    ];
    const title = `No coordinator for ${awaySeconds} s at ${perSecond} sagas/s, which go on`;
    return `## ${title}\n\n${renderMarkdown([['', ''], ...rows])}`;
  } finally {
    await troupe.close();
  }
};
