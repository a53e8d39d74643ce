import { TroupeError } from '@troupe/contracts';
import type { IncomingRecord, LogReader, LogStretch } from '../ports.ts';
import type { MemoryLog } from './memory-log.ts';
import type { Reachability } from './reachability.ts';

/** Reads a log in memory. While the log is away, it says so. */
export const createMemoryLogReader = (log: MemoryLog, reachability: Reachability): LogReader => {
  const requireLog = (): void => {
    if (!reachability.isReachable()) throw new TroupeError('KAFKA_UNAVAILABLE', 'the log is away');
  };

  async function* read({ topic, partition, from, to }: LogStretch): AsyncGenerator<IncomingRecord> {
    for (let offset = from; offset < to; offset += 1n) {
      await Promise.resolve();
      requireLog();
      const logged = log.at(topic, partition, Number(offset));
      if (logged === undefined)
        throw new TroupeError('OFFSET_OUT_OF_RANGE', `${topic} does not retain offset ${String(offset)}`);
      yield logged.record;
    }
  }

  return {
    held: async (topic) => {
      await Promise.resolve();
      requireLog();
      const partitions = Array.from({ length: log.partitions }, (_, partition) => partition);
      return new Map(
        partitions.map((partition) => [partition, { from: 0n, to: BigInt(log.end(topic, partition)) }] as const),
      );
    },
    read,
  };
};
