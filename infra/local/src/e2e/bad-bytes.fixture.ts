import { randomUUID } from 'node:crypto';
import { DEAD_LETTER_HEADERS } from '@troupe/agent-sdk';
import { DEFAULT_HOPS, DEFAULT_TENANT } from '@troupe/contracts';
import { connectKafka, toHeaders, type IncomingRecord, type OutgoingRecord } from '@troupe/messaging';
import type { StackPlace } from '@troupe/testing';
import { readTopics } from './log-audit.fixture.ts';

const TOPIC = 'transaction.created';

const headersOf = (conversationId: string): Record<string, string> =>
  toHeaders({
    id: randomUUID(),
    type: TOPIC,
    source: 'spec',
    timeMs: Date.now(),
    conversationId,
    lamport: 0,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  });

/** Records of one partition that nobody can read, each of no conversation, by the code that they are given up with. */
export const badRecords = (key: string): Readonly<Record<string, OutgoingRecord>> => ({
  BYTES_UNDECODABLE: { topic: TOPIC, key, value: Buffer.from('not avro at all'), headers: headersOf(randomUUID()) },
  SCHEMA_UNKNOWN: {
    topic: TOPIC,
    key,
    value: Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 2, 4, 6]),
    headers: headersOf(randomUUID()),
  },
  ENVELOPE_INVALID: { topic: TOPIC, key, value: Buffer.from([0, 0, 0, 0, 1, 2]), headers: {} },
});

/** Writes records as they are. */
export const writeRecords = async (
  { kafkaBrokers: brokers, prefix, partitions }: StackPlace,
  records: readonly OutgoingRecord[],
): Promise<void> => {
  const messaging = connectKafka({ brokers, clientId: 'spec', prefix, partitions });
  const publisher = await messaging.publisher();
  await publisher.publish(records);
  await publisher.close();
  await messaging.close();
};

/** The dead letters of these services as `service code`, sorted. */
export const deadLetters = async (place: StackPlace, services: readonly string[]): Promise<readonly IncomingRecord[]> =>
  readTopics(
    place,
    services.map((service) => `${service}.dead`),
  );

/** Who gave a record up, and why. */
export const causeOf = ({ topic, headers }: IncomingRecord): string =>
  `${topic} ${headers[DEAD_LETTER_HEADERS.agent] ?? ''} ${headers[DEAD_LETTER_HEADERS.code] ?? ''}`;
