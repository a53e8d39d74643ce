import { TroupeError } from '@troupe/contracts';
import { partitionOf, type OutgoingRecord, type Publisher } from '@troupe/messaging';
import { createCoalescingQueue, type Waiting } from '@troupe/messaging/parts';
import type { SimBroker } from './sim-broker.ts';
import type { SimProcess } from './sim-process.ts';

/** What goes wrong with one request: before anything of it was written, when half was, when all was. */
export type PublishFate = 'none' | 'half' | 'all';

/** What a publisher is made of. */
export interface SimPublisherOptions {
  readonly process: SimProcess;
  readonly broker: SimBroker;
  /** Asked at every request that arrives. */
  readonly fateOf: () => PublishFate | undefined;
}

/** Attempts at one request before whoever published is told; each of them may write it once more. */
const ATTEMPTS = 3;
const PAUSE_MS = 50;

const lost = (): TroupeError => new TroupeError('KAFKA_UNAVAILABLE', 'The broker did not answer');

/** Writes requests one after the other, coalescing what waits, as the publisher of Kafka does. */
export const createSimPublisher = (options: SimPublisherOptions): Pick<Publisher, 'publish'> => {
  const { process, broker, fateOf } = options;
  const { log } = broker;
  const queue = createCoalescingQueue({ records: 100, bytes: 1_000_000 });
  let isWriting = false;

  const write = (records: readonly OutgoingRecord[]): Promise<void> =>
    process.call('publish', () => {
      broker.refuseWhileAway();
      const fate = fateOf();
      const written = { none: 0, half: Math.ceil(records.length / 2), all: records.length }[fate ?? 'all'];
      for (const record of records.slice(0, written)) log.append(record);
      if (fate !== undefined) throw lost();
    });

  const writePersistently = async (records: readonly OutgoingRecord[]): Promise<void> => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await write(records);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await new Promise<void>((resolve) => process.timing.after(PAUSE_MS, resolve));
      }
  };

  const settle = async (request: readonly Waiting[]): Promise<void> => {
    try {
      await writePersistently(request.map(({ record }) => record));
      for (const { call } of request) call.written();
    } catch {
      for (const { call } of request) call.failed(lost());
    }
  };

  const work = async (): Promise<void> => {
    isWriting = true;
    await process.timing.turn();
    for (let request = queue.take(); request.length > 0; request = queue.take()) await settle(request);
    isWriting = false;
  };

  return {
    publish: (records) => {
      const placed = records.map((record) => ({ record, partition: partitionOf(record.key, log.partitions) }));
      const written = queue.add(placed, Number.POSITIVE_INFINITY);
      if (!isWriting) void work();
      return written;
    },
  };
};
