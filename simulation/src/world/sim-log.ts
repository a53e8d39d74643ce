import { MARKER_HEADERS } from '@troupe/agent-sdk';
import { HEADERS, partitionOf, type IncomingRecord, type OutgoingRecord } from '@troupe/messaging';
import type { Scheduler } from './scheduler.ts';

/** A record and its place among all records of the log. */
export interface LoggedRecord extends IncomingRecord {
  readonly sequence: number;
}

/** A dead letter goes by the id of what was given up: it has no name but its topic's besides. A marker has its own. */
export const idOf = ({ topic, headers }: Pick<OutgoingRecord, 'topic' | 'headers'>): string => {
  const id = headers[MARKER_HEADERS.id] ?? headers[HEADERS.id] ?? '';
  return topic.endsWith('.dead') ? `${topic} ${id}` : id;
};

/** What the broker keeps: topics that come into being when they are first written or read. */
export interface SimLog {
  readonly partitions: number;
  append(record: OutgoingRecord): void;
  /** Up to `limit` records from this offset on. */
  read(topic: string, partition: number, offset: number, limit: number): readonly LoggedRecord[];
  /** The offset that the next record will get. */
  end(topic: string, partition: number): number;
  /** Everything, in the order in which it was appended. */
  all(): readonly LoggedRecord[];
  /** Runs something once there is a record at this offset, which may be now. */
  whenReadable(topic: string, partition: number, offset: number, run: () => void): void;
}

/** An empty log. */
export const createSimLog = (
  partitions: number,
  scheduler: Scheduler,
  onAppend: (record: LoggedRecord) => void,
): SimLog => {
  const logs = new Map<string, LoggedRecord[]>();
  const waiting = new Map<string, (() => void)[]>();
  const all: LoggedRecord[] = [];
  const nameOf = (topic: string, partition: number): string => `${topic}/${partition}`;
  const logOf = (topic: string, partition: number): LoggedRecord[] => {
    const name = nameOf(topic, partition);
    const log = logs.get(name) ?? [];
    logs.set(name, log);
    return log;
  };
  return {
    partitions,
    append: ({ topic, key, value, headers }) => {
      const partition = partitionOf(key, partitions);
      const log = logOf(topic, partition);
      const appendedMs = Math.floor(scheduler.now());
      const offset = BigInt(log.length);
      const record = { topic, partition, offset, key, value, headers, appendedMs, sequence: all.length };
      log.push(record);
      all.push(record);
      onAppend(record);
      const name = nameOf(topic, partition);
      const readers = waiting.get(name) ?? [];
      waiting.delete(name);
      for (const run of readers) run();
    },
    read: (topic, partition, offset, limit) => logOf(topic, partition).slice(offset, offset + limit),
    end: (topic, partition) => logOf(topic, partition).length,
    all: () => all,
    whenReadable: (topic, partition, offset, run) => {
      const name = nameOf(topic, partition);
      if (logOf(topic, partition).length > offset) run();
      else waiting.set(name, [...(waiting.get(name) ?? []), run]);
    },
  };
};
