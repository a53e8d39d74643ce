import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Message, ProducerBatch, RecordMetadata } from 'kafkajs';
import { partitionOf } from '../partition-of.ts';
import { createKafkaPublisher } from './kafka-publisher.ts';

jest.setTimeout(60_000);

const PARTITIONS = 3;

/** What the broker does with one request: for each partition, writes it or not, and names it in its answer or not. */
interface Whim {
  readonly written: readonly boolean[];
  readonly named: readonly boolean[];
  readonly fails: boolean;
}

const whims = fc.array(
  fc.record({
    written: fc.array(fc.boolean(), { minLength: PARTITIONS, maxLength: PARTITIONS }),
    named: fc.array(fc.boolean(), { minLength: PARTITIONS, maxLength: PARTITIONS }),
    fails: fc.boolean(),
  }),
  { maxLength: 12 },
);

/** A broker that does as it likes a few times, and then works. It never names what it did not write. */
const createBroker = (given: readonly Whim[]) => {
  const left = [...given];
  const log: string[][] = Array.from({ length: PARTITIONS }, () => []);
  let inFlight = 0;
  let most = 0;

  const write = (
    { topic, messages }: { topic: string; messages: readonly Message[] },
    whim: Whim | undefined,
  ): RecordMetadata[] => {
    const named = new Set<number>();
    for (const { partition = 0, value } of messages) {
      if (whim?.written[partition] === false) continue;
      log[partition]?.push(String(value));
      if (whim?.named[partition] !== false) named.add(partition);
    }
    return [...named].map((partition) => ({ topicName: topic, partition, errorCode: 0 }));
  };

  const sendBatch = async ({ topicMessages = [] }: ProducerBatch): Promise<RecordMetadata[]> => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    const whim = left.shift();
    const answer = topicMessages.flatMap((each) => write(each, whim));
    inFlight -= 1;
    if (whim?.fails === true) throw new Error('the connection was lost');
    return answer;
  };
  return { sendBatch, log, most: () => most };
};

const fetchTopicMetadata = ({ topics }: { topics: string[] } = { topics: [] }) =>
  Promise.resolve({
    topics: topics.map((name) => ({
      name,
      partitions: Array.from({ length: PARTITIONS }, (_, partitionId) => ({
        partitionId,
        partitionErrorCode: 0,
        leader: 1,
        replicas: [1],
        isr: [1],
      })),
    })),
  });

describe('a publisher to a broker that fails as it likes', () => {
  it('resolves a call only when all of it is written, keeps the order of first copies, and has one request in flight', async () => {
    await fc.assert(
      fc.asyncProperty(whims, fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 40 }), async (given, keys) => {
        const broker = createBroker(given);
        const publisher = createKafkaPublisher({
          producer: { sendBatch: broker.sendBatch, disconnect: () => Promise.resolve() },
          admin: () => Promise.resolve({ fetchTopicMetadata }),
          prefix: '',
          partitions: PARTITIONS,
          pauseMs: 0,
          bounds: { records: 7, bytes: 1_000_000 },
        });
        const isWritten = (id: string, key: string): boolean =>
          broker.log[partitionOf(key, PARTITIONS)]?.includes(id) === true;
        await Promise.all(
          keys.map(async (number, index) => {
            const [id, key] = [String(index), `c-${number}`];
            await publisher.publish([{ topic: 'a.b', key, value: Buffer.from(id), headers: {} }]);
            expect(isWritten(id, key)).toBe(true);
          }),
        );
        for (const log of broker.log) {
          const firstCopies = [...new Set(log)].map(Number);
          expect(firstCopies).toEqual(firstCopies.toSorted((one, other) => one - other));
        }
        expect(broker.most()).toBe(1);
        await publisher.close();
      }),
      { numRuns: 300 },
    );
  });
});
