import { Socket } from 'node:net';
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LocalStack } from '@troupe/local-stack';
import { eventually, isolated, ownStack, type IsolatedStack } from '@troupe/testing';
import type { Consumer } from 'kafkajs';
import { connectKafka } from '../connect-kafka.ts';
import { partitionOf } from '../partition-of.ts';
import type { Messaging, OutgoingRecord, Publisher } from '../ports.ts';
import { thrownBy } from '../thrown-by.fixture.ts';
import { createKafkaClient } from './kafka-client.ts';
import { silentLogger } from './kafka-logger.ts';

jest.setTimeout(60_000);

const recordOf = (topic: string, id: number, bytes = 200): OutgoingRecord => ({
  topic,
  key: `c-${id % 50}`,
  value: Buffer.alloc(bytes, 'x'),
  headers: { ce_id: String(id) },
});

/** Whether these bytes are a request to produce, from this client: length, kind, version, number, client. */
const isProduce = (data: unknown): boolean =>
  Buffer.isBuffer(data) && data.length > 18 && data.readInt16BE(4) === 0 && data.subarray(14, 18).toString() === 'spec';

interface Read {
  readonly id: string;
  readonly key: string;
  readonly partition: number;
}

/** Reads a topic from its beginning with a bare client. */
const readAll = async (brokers: readonly string[], topic: string, into: Read[]): Promise<Consumer> => {
  const consumer = createKafkaClient({ brokers, clientId: 'reader', logger: silentLogger }).consumer({
    groupId: `${topic}.reader`,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      into.push({ id: String(message.headers?.['ce_id']), key: String(message.key), partition });
      return Promise.resolve();
    },
  });
  return consumer;
};

/** The first of each id, by conversation: what is left of repetitions, in order. */
const idsByKey = (reads: readonly Read[]): ReadonlyMap<string, readonly number[]> => {
  const seen = new Set<string>();
  const ids = new Map<string, number[]>();
  for (const { id, key } of reads) {
    if (seen.has(id)) continue;
    seen.add(id);
    ids.set(key, [...(ids.get(key) ?? []), Number(id)]);
  }
  return ids;
};

describe('publishing to a real broker', () => {
  let place: IsolatedStack;
  let kafka: Messaging;
  let publisher: Publisher;
  beforeAll(async () => {
    place = await isolated('publisher');
    kafka = connectKafka({ brokers: place.kafkaBrokers, clientId: 'spec', prefix: place.prefix });
    await kafka.topics().apply([{ topic: 'written' }, { topic: 'large' }]);
    publisher = await kafka.publisher();
  });
  afterAll(async () => {
    await kafka.close();
    await place.drop();
  });

  it('writes thousands of concurrent calls, each conversation in order and in its partition', async () => {
    const count = 5_000;
    await Promise.all(Array.from({ length: count }, (_, id) => publisher.publish([recordOf('written', id)])));
    const reads: Read[] = [];
    const consumer = await readAll(place.kafkaBrokers, `${place.prefix}written`, reads);
    await eventually(() => expect(reads).toHaveLength(count));
    await consumer.disconnect();
    for (const { key, partition } of reads) expect(partition).toBe(partitionOf(key, kafka.partitions));
    for (const ids of idsByKey(reads).values()) expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  }, 30_000);

  it('sends all that waits while a request is in flight with the next one', async () => {
    await publisher.publish([recordOf('written', 0)]);
    const write = jest.spyOn(Socket.prototype, 'write');
    const calls = [publisher.publish([recordOf('written', 1)])];
    // To the end of the tick that the first request leaves in.
    await nextTick();
    await nextTick();
    for (let id = 2; id < 300; id += 1) calls.push(publisher.publish([recordOf('written', id)]));
    await Promise.all(calls);
    const sent = write.mock.calls.filter(([data]) => isProduce(data));
    write.mockRestore();
    expect(sent).toHaveLength(2);
  });

  it('refuses one record that is too large, and writes those beside it', async () => {
    const tooLarge = thrownBy(() => publisher.publish([recordOf('large', 1, 3 * 1_024 * 1_024)]));
    await Promise.all([2, 3].map((id) => publisher.publish([recordOf('large', id)])));
    expect(await tooLarge).toMatchObject({ code: 'RECORD_REFUSED', message: expect.stringContaining('large') });
  });

  it('refuses a topic that does not exist', async () => {
    expect((await thrownBy(() => publisher.publish([recordOf('never.made', 1)]))).code).toBe('TOPIC_MISMATCH');
  });
});

describe('publishing while the broker restarts', () => {
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await ownStack({ only: ['kafka'] });
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  it('rejects nothing and loses nothing, and says meanwhile that it is not ready', async () => {
    const kafka = connectKafka({ brokers: stack.kafkaBrokers, clientId: 'spec' });
    await kafka.topics().apply([{ topic: 'restarted' }]);
    const publisher = await kafka.publisher();
    const sent: Promise<void>[] = [];
    let rejected = 0;
    let unready = 0;
    const load = setInterval(() => {
      const id = sent.length;
      sent.push(publisher.publish([recordOf('restarted', id)]).catch(() => void (rejected += 1)));
      unready += publisher.ready() ? 0 : 1;
    }, 2);
    await eventually(() => expect(sent.length).toBeGreaterThan(500));
    await stack.kill('kafka');
    await eventually(() => expect(publisher.ready()).toBe(false));
    await stack.start('kafka');
    const whenUp = sent.length;
    await eventually(() => expect(sent.length).toBeGreaterThan(whenUp + 500), { timeoutMs: 30_000 });
    clearInterval(load);
    await Promise.all(sent);
    expect({ rejected, ready: publisher.ready() }).toEqual({ rejected: 0, ready: true });
    expect(unready).toBeGreaterThan(0);
    const reads: Read[] = [];
    const consumer = await readAll(stack.kafkaBrokers, 'restarted', reads);
    await eventually(() => expect(new Set(reads.map(({ id }) => id)).size).toBe(sent.length), { timeoutMs: 30_000 });
    await consumer.disconnect();
    for (const ids of idsByKey(reads).values()) expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    await kafka.close();
  }, 120_000);
});
