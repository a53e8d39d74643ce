import { ensureError } from '@troupe/contracts';
import type { Subscriber, SubscriberBounds, SubscriberOptions, SubscriberState } from '../ports.ts';
import type { MemberAssignment } from './assign-partitions.ts';
import { createMemoryPartition, type MemoryPartition } from './memory-partition.ts';
import type { GroupMember, MemoryGroup } from './memory-group.ts';
import type { MemoryLog } from './memory-log.ts';

/** What a subscriber in memory works with. */
export interface MemorySubscriberOptions {
  readonly log: MemoryLog;
  readonly group: MemoryGroup;
  readonly options: SubscriberOptions;
}

/** A subscriber that can also end as a killed process does. */
export interface MemorySubscriber extends Subscriber {
  /** Ends without a drain and without a commit: what was done since the last one will be done again. */
  crash(): void;
}

/** The defaults of {@link SubscriberBounds}. */
export const DEFAULT_BOUNDS: SubscriberBounds = { records: 1_000, bytes: 8 * 1_024 * 1_024, watermarkGap: 2_000 };
const DEFAULT_DRAIN_MS = 10_000;
const COMMIT_EVERY_MS = 500;

/** A member of a group in memory. */
export const createMemorySubscriber = ({ log, group, options }: MemorySubscriberOptions): MemorySubscriber => {
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
  const drainMs = options.drainMs ?? DEFAULT_DRAIN_MS;
  const owned = new Map<number, MemoryPartition>();
  let topics = options.topics;
  let state: SubscriberState = 'starting';
  let epoch = 0;
  let failure: Error | undefined;
  let leaving = false;
  let stopping: Promise<void> | undefined;

  const isOver = (): boolean => state === 'stopped' || state === 'crashed';
  const partitions = (): readonly MemoryPartition[] => [...owned.values()];

  const fail = (error: unknown): void => {
    if (isOver()) return;
    failure = ensureError(error);
    state = 'crashed';
    end();
  };

  /** Gives everything up at once: what is in flight is undone, what was done before is committed. */
  const end = (): void => {
    for (const partition of partitions()) partition.abort();
    commit();
    leave();
  };

  const leave = (): void => {
    owned.clear();
    clearInterval(timer);
    stopListening();
    group.leave(member);
  };

  const commit = (): void => {
    for (const partition of partitions()) partition.commit();
  };

  const revoke = async (): Promise<void> => {
    if (owned.size === 0) return;
    state = 'rebalancing';
    await Promise.all(partitions().map((partition) => partition.drain(drainMs)));
    // The group may ask for it while the subscriber stops: the first one through has done it for both.
    if (isOver() || owned.size === 0) return;
    commit();
    const lost = [...owned.keys()];
    owned.clear();
    await Promise.resolve(options.onRevoked?.(lost, epoch)).catch(fail);
  };

  const assign = async (assignment: MemberAssignment, next: number): Promise<void> => {
    if (isOver() || leaving) return;
    epoch = next;
    for (const [partition, assigned] of assignment)
      owned.set(
        partition,
        createMemoryPartition({ log, group, partition, topics: assigned, epoch, bounds, handle: options.handle, fail }),
      );
    const gained = [...assignment.keys()];
    if (gained.length > 0) await Promise.resolve(options.onAssigned?.(gained, epoch)).catch(fail);
    if (isOver() || epoch !== next) return;
    state = 'running';
    for (const partition of partitions()) partition.feed();
  };

  const member: GroupMember = {
    get topics() {
      return topics;
    },
    get owned() {
      return [...owned.keys()];
    },
    revoke,
    assign,
  };

  const stop = async (): Promise<void> => {
    if (isOver()) return;
    leaving = true;
    await revoke();
    if (isOver()) return;
    state = 'stopped';
    leave();
  };

  let timer: NodeJS.Timeout | undefined;
  let stopListening = (): void => undefined;

  return {
    start: async () => {
      timer = setInterval(commit, COMMIT_EVERY_MS).unref();
      stopListening = log.onAppend((_topic, partition) => {
        if (state === 'running') owned.get(partition)?.feed();
      });
      await group.join(member);
      if (failure !== undefined) throw failure;
    },
    resubscribe: async (wanted) => {
      topics = wanted;
      await group.rebalance();
      if (failure !== undefined) throw failure;
    },
    state: () => state,
    assignment: () => ({ epoch, partitions: [...owned.keys()].toSorted((one, other) => one - other) }),
    failure: () => failure,
    watermarks: (partition) => owned.get(partition)?.watermarks() ?? new Map<string, bigint>(),
    caughtUp: (partition, signal) => owned.get(partition)?.caughtUp(signal) ?? Promise.resolve(false),
    inFlight: () => partitions().reduce((sum, partition) => sum + partition.inFlight(), 0),
    stop: () => (stopping ??= stop()),
    crash: () => {
      if (isOver()) return;
      state = 'stopped';
      for (const partition of partitions()) partition.abort();
      leave();
    },
  };
};
