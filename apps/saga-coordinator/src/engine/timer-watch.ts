import type { Relay } from '@troupe/agent-sdk';
import { TroupeError, type Timing } from '@troupe/contracts';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { createAlarm, type Alarm } from './alarm.ts';
import type { DueArrival } from './arrival.ts';
import type { SagaBatches } from './saga-batches.ts';
import type { Holds } from './holds.ts';
import type { SagaStore } from './saga-store.ts';
import type { CoordinatorTables, TimerRow } from './tables.ts';
import { UnknownVersion } from './unknown-version.ts';

/** Fires deadlines that have passed in log time. */
export interface TimerWatch {
  /** Says that a deadline was set, in milliseconds since 1970 UTC. */
  expect(dueMs: number): void;
  /** Says that partitions were gained. */
  wake(): void;
  /** Ends it and waits for what is under way. Idempotent. */
  stop(): Promise<void>;
}

/** What a watch is made of. */
export interface TimerWatchParts {
  readonly db: Kysely<CoordinatorTables>;
  readonly sagas: SagaStore;
  readonly batches: SagaBatches;
  readonly relay: Pick<Relay, 'deliver'>;
  /** The partitions that this process owns now. */
  readonly partitions: () => readonly number[];
  /** See `Subscriber.caughtUp`; also false when not all is read yet that sagas wait for which started up to `untilMs`. */
  readonly caughtUp: (partition: number, signal: AbortSignal, untilMs: number) => Promise<boolean>;
  readonly holds: Holds;
  readonly log: Logger;
  readonly timing: Timing;
}

/** How long it sleeps at most: what another instance has set since, or a clock that was put right, is seen by then. */
const LONGEST_SLEEP_MS = 5_000;
const AFTER_FAILURE_MS = 1_000;

interface Watch extends TimerWatchParts {
  readonly alarm: Alarm;
  readonly signal: AbortSignal;
  readonly expect: (dueMs: number) => void;
}

const isOutage = (error: unknown): boolean => TroupeError.is(error) && error.retryable;

const fireOne = async (timer: TimerRow, untilMs: number, watch: Watch): Promise<void> => {
  const { db, sagas, batches, relay, signal, log } = watch;
  const { saga, conversation_id: conversationId, partition } = timer;
  const arrival: DueArrival = { kind: 'due', saga, conversationId, partition, untilMs };
  try {
    const { fate, decisions, dueMs } = await batches.submit(arrival);
    if (fate === 'orphaned') log.warn({ saga, conversation: conversationId }, 'facts are kept whose start never came');
    if (dueMs !== undefined) watch.expect(dueMs);
    await relay.deliver(decisions, signal);
  } catch (error) {
    if (signal.aborted || isOutage(error)) throw error;
    // Left as it is, for a coordinator that can judge it.
    if (error instanceof UnknownVersion) return watch.holds.hold(partition, error);
    log.error({ err: error, saga, conversation: conversationId }, 'a deadline could not be judged: tried again later');
    await sagas.restTimer(db, timer);
  }
};

/**
 * Fires what was due at `untilMs` in one partition; whether it could. The end offsets are read after that moment: once
 * they are reached, whatever was appended in time has been folded.
 */
const fire = async (timers: readonly TimerRow[], untilMs: number, watch: Watch): Promise<boolean> => {
  const partition = timers[0]?.partition;
  if (partition === undefined) return true;
  try {
    if (!(await watch.caughtUp(partition, watch.signal, untilMs))) return false;
    await Promise.all(timers.map((timer) => fireOne(timer, untilMs, watch)));
    return true;
  } catch (error) {
    if (!watch.signal.aborted)
      watch.log.warn({ err: error, partition }, 'firing deadlines failed: tried again in a moment');
    return false;
  }
};

/** Looks for due timers whenever the alarm rings; partitions that are still firing are left out. */
const watchTimers = async (watch: Watch, onClock: (nowMs: number) => void): Promise<void> => {
  const { db, sagas, partitions, holds, alarm, signal } = watch;
  const firing = new Map<number, Promise<void>>();
  const begin = async (partition: number, timers: readonly TimerRow[], nowMs: number): Promise<void> => {
    const fired = await fire(timers, nowMs, watch);
    firing.delete(partition);
    alarm.ringIn(fired ? 0 : AFTER_FAILURE_MS);
  };
  const turn = async (): Promise<void> => {
    const idle = partitions().filter((partition) => !firing.has(partition) && !holds.isHeld(partition));
    const timers = idle.length === 0 ? undefined : await sagas.readTimers(db, idle);
    if (timers === undefined) return;
    onClock(timers.nowMs);
    for (const [partition, due] of Map.groupBy(timers.due, (timer) => timer.partition))
      firing.set(partition, begin(partition, due, timers.nowMs));
    if (timers.nextMs !== undefined) watch.expect(timers.nextMs);
  };
  for (await alarm.sleep(); !signal.aborted; await alarm.sleep())
    await turn().catch((error: unknown) => {
      watch.log.warn({ err: error }, 'looking for deadlines failed: tried again in a moment');
      alarm.ringIn(AFTER_FAILURE_MS);
    });
  await Promise.all(firing.values());
};

/** Watches the timers of the partitions that are owned, until it is stopped. */
export const createTimerWatch = (parts: TimerWatchParts): TimerWatch => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const { now } = parts.timing;
  const alarm = createAlarm(LONGEST_SLEEP_MS, signal, parts.timing);
  // How far the database's clock is ahead of ours: its deadlines are waited for with our timers.
  let aheadMs = 0;
  const expect = (dueMs: number): void => alarm.ringIn(Math.max(0, dueMs - aheadMs - now()));
  const running = watchTimers({ ...parts, alarm, signal, expect }, (nowMs) => {
    aheadMs = nowMs - now();
  });
  return {
    expect,
    wake: () => alarm.ringIn(0),
    stop: () => {
      stopping.abort();
      return running;
    },
  };
};
