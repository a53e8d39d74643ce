import type { SubscriberBounds, SubscriberOptions, Task } from '../ports.ts';
import type { MemoryGroup } from './memory-group.ts';
import type { LoggedRecord, MemoryLog } from './memory-log.ts';
import { createTopicProgress, type TopicProgress } from './topic-progress.ts';

/** What the owner of one partition number works with. */
export interface MemoryPartitionOptions {
  readonly log: MemoryLog;
  readonly group: MemoryGroup;
  readonly partition: number;
  readonly topics: readonly string[];
  readonly epoch: number;
  readonly bounds: SubscriberBounds;
  readonly handle: SubscriberOptions['handle'];
  /** Told when a handler threw although its task was current. */
  fail(error: unknown): void;
}

/** One partition number, over all topics, for as long as one member owns it. */
export interface MemoryPartition {
  /** Takes what the bounds allow. */
  feed(): void;
  /** Takes nothing more and waits for what was taken; aborts it after `drainMs`. It is not owned any more afterwards. */
  drain(drainMs: number): Promise<void>;
  /** Aborts what was taken, at once. */
  abort(): void;
  commit(): void;
  inFlight(): number;
  watermarks(): ReadonlyMap<string, bigint>;
  caughtUp(signal?: AbortSignal): Promise<boolean>;
}

/** How long work that was aborted may take to end. */
const ABORT_GRACE_MS = 1_000;

/** Takes over a partition where its group left it. */
export const createMemoryPartition = (options: MemoryPartitionOptions): MemoryPartition => {
  const { log, group, partition, bounds } = options;
  const progress = new Map(
    options.topics.map((topic) => [topic, createTopicProgress(group.committed(topic, partition))]),
  );
  /** The last work of each conversation that has any. */
  const conversations = new Map<string, Promise<void>>();
  const waiters = new Set<() => void>();
  const abortion = new AbortController();
  const held = { records: 0, bytes: 0 };
  let feeding = true;

  const task: Task = { epoch: options.epoch, signal: abortion.signal, isCurrent: () => !abortion.signal.aborted };
  const wake = (): void => {
    for (const waiter of [...waiters]) waiter();
  };

  const finish = (logged: LoggedRecord, isDone: boolean): void => {
    const { topic, offset, value } = logged.record;
    held.records -= 1;
    held.bytes -= value?.length ?? 0;
    if (isDone) progress.get(topic)?.complete(Number(offset));
    wake();
    feed();
  };

  const run = async (logged: LoggedRecord): Promise<void> => {
    if (!task.isCurrent()) return finish(logged, false);
    try {
      await options.handle(logged.record, task);
      finish(logged, true);
    } catch (error) {
      if (task.isCurrent()) options.fail(error);
      finish(logged, false);
    }
  };

  const take = (logged: LoggedRecord): void => {
    const { topic, key, value } = logged.record;
    if (progress.get(topic)?.take() !== true) return;
    held.records += 1;
    held.bytes += value?.length ?? 0;
    // A record without a key belongs to no conversation: it is ordered with its like in its own topic.
    const conversation = key === null ? `topic ${topic}` : `key ${key}`;
    const after = (conversations.get(conversation) ?? Promise.resolve()).then(() => run(logged));
    conversations.set(conversation, after);
    void after.then(() => {
      if (conversations.get(conversation) === after) conversations.delete(conversation);
    });
  };

  const feed = (): void => {
    while (feeding && held.records < bounds.records && held.bytes < bounds.bytes) {
      const next = nextOf(log, partition, progress, bounds.watermarkGap);
      if (next === undefined) return;
      take(next);
    }
  };

  const abort = (): void => {
    feeding = false;
    abortion.abort();
    wake();
  };

  const until = (condition: () => boolean, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition() && signal?.aborted !== true) return;
        waiters.delete(check);
        signal?.removeEventListener('abort', check);
        resolve();
      };
      waiters.add(check);
      signal?.addEventListener('abort', check);
      check();
    });

  const drain = async (drainMs: number): Promise<void> => {
    feeding = false;
    const grace = new AbortController();
    const limit = setTimeout(() => abortion.abort(), drainMs);
    const end = setTimeout(() => grace.abort(), drainMs + ABORT_GRACE_MS);
    await until(() => held.records === 0, grace.signal);
    clearTimeout(limit);
    clearTimeout(end);
    abort();
  };

  const caughtUp = async (signal?: AbortSignal): Promise<boolean> => {
    const ends = [...progress].map(([topic, at]) => ({ at, end: log.end(topic, partition) }));
    const reached = (): boolean => ends.every(({ at, end }) => at.low >= end);
    await until(() => reached() || abortion.signal.aborted, signal);
    return reached() && task.isCurrent();
  };

  return {
    feed,
    drain,
    abort,
    commit: () => {
      for (const [topic, at] of progress) group.commit(topic, partition, at.committable());
    },
    inFlight: () => held.records,
    watermarks: () => new Map([...progress].map(([topic, at]) => [topic, BigInt(at.low)])),
    caughtUp,
  };
};

/** Of all topics, the record that was appended first and was not taken yet, unless its topic is too far ahead. */
const nextOf = (
  log: MemoryLog,
  partition: number,
  progress: ReadonlyMap<string, TopicProgress>,
  watermarkGap: number,
): LoggedRecord | undefined => {
  let next: LoggedRecord | undefined;
  for (const [topic, { position, low }] of progress) {
    const logged = position - low < watermarkGap ? log.at(topic, partition, position) : undefined;
    if (logged !== undefined && (next === undefined || logged.sequence < next.sequence)) next = logged;
  }
  return next;
};
