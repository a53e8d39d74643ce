import { setImmediate as nextTick } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
import type { OutgoingRecord, Publisher } from '../ports.ts';
import type { MemoryLog } from './memory-log.ts';
import type { Reachability } from './reachability.ts';

/** A publisher to a log in memory. While the log is away, records wait in their order. */
export const createMemoryPublisher = (log: MemoryLog, reachability: Reachability): Publisher => {
  let closed = false;
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;

  const write = async (records: readonly OutgoingRecord[]): Promise<void> => {
    await reachability.reached();
    for (const record of records) log.append(record);
    waiting -= records.length;
    // An answer never comes within the tick of its request.
    await nextTick();
  };

  return {
    publish: (records) => {
      if (closed) return Promise.reject(new TroupeError('KAFKA_UNAVAILABLE', 'the publisher is closed'));
      waiting += records.length;
      const written = last.then(() => write(records));
      last = written;
      return written;
    },
    waiting: () => waiting,
    ready: () => !closed && reachability.isReachable(),
    close: () => {
      closed = true;
      return last;
    },
  };
};
