import { randomUUID } from 'node:crypto';
import { EVENT_TYPES } from '@troupe/contracts';
import { connectKafka, type IncomingRecord, type OutgoingRecord } from '@troupe/messaging';
import { badRecords } from '../e2e/bad-bytes.fixture.ts';
import type { StackPlace } from '@troupe/testing';

/** A hand in the log: what was written last, and the means to write. */
export interface RecordTail {
  /** Writes some of the latest records once more, byte by byte. Resolves to how many. */
  duplicate(count: number): Promise<number>;
  /** Writes bytes that nobody can read. */
  poison(): Promise<void>;
  /** Ids of the unreadable events so far. */
  readonly poisoned: readonly string[];
  close(): Promise<void>;
}

/** Keys of records that belong to no order begin so. */
export const POISON = 'poison-';

const KEPT = 1_000;

/** Follows every topic of a place. */
export const openRecordTail = async ({
  kafkaBrokers: brokers,
  prefix,
  partitions,
}: StackPlace): Promise<RecordTail> => {
  const messaging = connectKafka({ brokers, clientId: 'chaos', prefix, partitions });
  const publisher = await messaging.publisher();
  const latest: IncomingRecord[] = [];
  const poisoned: string[] = [];
  const subscriber = messaging.subscriber({
    group: `chaos-${randomUUID()}`,
    topics: EVENT_TYPES.map(({ type }) => type),
    handle: ({ ...record }) => {
      if (record.key?.startsWith(POISON) === false) latest.push(record);
      if (latest.length > KEPT) latest.splice(0, KEPT / 2);
      return Promise.resolve();
    },
  });
  await subscriber.start();
  const copyOf = ({ topic, key, value, headers }: IncomingRecord): OutgoingRecord[] =>
    key === null ? [] : [{ topic, key, value, headers }];
  return {
    poisoned,
    duplicate: async (count) => {
      const copies = latest.slice(-count).flatMap(copyOf);
      if (copies.length > 0) await publisher.publish(copies);
      return copies.length;
    },
    poison: async () => {
      const record = badRecords(`${POISON}${poisoned.length}`)['BYTES_UNDECODABLE'];
      if (record === undefined) throw new Error('There are no unreadable bytes');
      poisoned.push(record.headers['ce_id'] ?? '');
      await publisher.publish([record]);
    },
    close: async () => {
      await subscriber.stop();
      await publisher.close();
      await messaging.close();
    },
  };
};
