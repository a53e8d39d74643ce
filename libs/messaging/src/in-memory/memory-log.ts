import { partitionOf } from '../partition-of.ts';
import type { IncomingRecord, OutgoingRecord } from '../ports.ts';

/** What a log in memory is made of. */
export interface MemoryLogOptions {
  readonly partitions: number;
  /** The broker's clock, in milliseconds. */
  now(): number;
}

/** A record and its place among all records of the log. */
export interface LoggedRecord {
  readonly record: IncomingRecord;
  readonly sequence: number;
}

/** Topics of one number of partitions. A topic comes into being when it is first written or read. */
export interface MemoryLog {
  readonly partitions: number;
  append(record: OutgoingRecord): void;
  /** The record at an offset, or nothing beyond the end. */
  at(topic: string, partition: number, offset: number): LoggedRecord | undefined;
  /** The offset that the next record will get. */
  end(topic: string, partition: number): number;
  /** Every record of a topic in the order in which they were appended. */
  records(topic: string): readonly IncomingRecord[];
  /** Told after every record; gives the means to end that. */
  onAppend(listen: (topic: string, partition: number) => void): () => void;
}

/** An empty log. */
export const createMemoryLog = ({ partitions, now }: MemoryLogOptions): MemoryLog => {
  const logs = new Map<string, LoggedRecord[]>();
  const listeners = new Set<(topic: string, partition: number) => void>();
  let sequence = 0;

  const logOf = (topic: string, partition: number): LoggedRecord[] => {
    const name = `${topic}/${partition}`;
    const log = logs.get(name) ?? [];
    logs.set(name, log);
    return log;
  };

  return {
    partitions,
    append: ({ topic, key, value, headers }) => {
      const partition = partitionOf(key, partitions);
      const log = logOf(topic, partition);
      const offset = BigInt(log.length);
      // Copies, as bytes on a wire are: what the writer does to its own later reaches nobody.
      const bytes = value === null ? null : Buffer.from(value);
      const record = { topic, partition, offset, key, value: bytes, headers: { ...headers }, appendedMs: now() };
      sequence += 1;
      log.push({ record, sequence });
      for (const listen of listeners) listen(topic, partition);
    },
    at: (topic, partition, offset) => logOf(topic, partition)[offset],
    end: (topic, partition) => logOf(topic, partition).length,
    records: (topic) =>
      Array.from({ length: partitions }, (_, partition) => logOf(topic, partition))
        .flat()
        .toSorted((one, other) => one.sequence - other.sequence)
        .map(({ record }) => record),
    onAppend: (listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
  };
};
