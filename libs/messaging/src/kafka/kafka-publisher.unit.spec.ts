import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { partitionOf } from '../partition-of.ts';
import type { OutgoingRecord, Publisher } from '../ports.ts';
import { thrownBy } from '../thrown-by.fixture.ts';
import { NOT_LEADER, startFakeCluster, type FakeCluster } from './fake-cluster.fixture.ts';
import { createKafkaClient, KAFKAJS_RETRY } from './kafka-client.ts';
import { silentLogger } from './kafka-logger.ts';
import { createKafkaPublisher } from './kafka-publisher.ts';

jest.setTimeout(60_000);

const TOPIC = 't1.order.verified';
const PARTITIONS = 2;

const keyOf = (partition: number): string =>
  Array.from({ length: 100 }, (_, index) => `c-${index}`).find((key) => partitionOf(key, PARTITIONS) === partition) ??
  '';

const recordFor = (partition: number, topic = 'order.verified'): OutgoingRecord => ({
  topic,
  key: keyOf(partition),
  value: Buffer.from('x'),
  headers: { ce_id: 'e-1' },
});

describe('a publisher to a cluster of two brokers', () => {
  let cluster: FakeCluster;
  let kafka: Kafka;
  let publisher: Publisher | undefined;
  let disconnect: () => Promise<void>;

  beforeEach(async () => {
    cluster = await startFakeCluster({ topic: TOPIC, partitions: PARTITIONS, nodes: 2 });
    kafka = createKafkaClient({ brokers: cluster.brokers, clientId: 'spec', logger: silentLogger });
  });
  afterEach(async () => {
    await publisher?.close();
    await disconnect();
    await cluster.close();
  });

  const connect = async (retryForMs?: number): Promise<Publisher> => {
    const producer = kafka.producer({ retry: KAFKAJS_RETRY, allowAutoTopicCreation: false });
    const admin = kafka.admin();
    await producer.connect();
    await admin.connect();
    disconnect = () => admin.disconnect();
    publisher = createKafkaPublisher({
      producer,
      admin: () => Promise.resolve(admin),
      prefix: 't1.',
      partitions: PARTITIONS,
      ...(retryForMs !== undefined && { retryForMs }),
    });
    return publisher;
  };

  /** Partition 1 moves from broker 2 to broker 1 at the moment when broker 2 is asked to write it. */
  const moveLeader = (): void => {
    cluster.answer = ({ node }) => {
      if (node !== 2) return 0;
      cluster.leaders = [1, 1];
      return NOT_LEADER;
    };
  };

  it('is lied to by kafkajs, which reports success for a partition that was never written', async () => {
    moveLeader();
    const producer = kafka.producer({ retry: KAFKAJS_RETRY });
    await producer.connect();
    disconnect = () => producer.disconnect();
    const messages = [0, 1].map((partition) => ({ key: keyOf(partition), value: 'x', partition }));
    await producer.sendBatch({ topicMessages: [{ topic: TOPIC, messages }] });
    expect(cluster.written).toEqual(['0@1: 1']);
  });

  it('writes every partition although a leader moves while the request runs', async () => {
    moveLeader();
    const to = await connect();
    await to.publish([recordFor(0), recordFor(1)]);
    expect(cluster.written).toEqual(['0@1: 1', '1@1: 1']);
  });

  it('sends everything of one tick in one request, and resolves each call by itself', async () => {
    const to = await connect();
    await to.publish([recordFor(0)]);
    cluster.written.length = 0;
    await Promise.all(Array.from({ length: 50 }, (_, index) => to.publish([recordFor(index % 2)])));
    expect(cluster.written.toSorted()).toEqual(['0@1: 25', '1@2: 25']);
  });

  it('says after its time that Kafka did not acknowledge, and is not ready meanwhile', async () => {
    const to = await connect(300);
    await to.publish([recordFor(0)]);
    expect(to.ready()).toBe(true);
    cluster.answer = () => NOT_LEADER;
    expect(await thrownBy(() => to.publish([recordFor(1)]))).toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      retryable: true,
    });
    expect(to.ready()).toBe(false);
    cluster.answer = () => 0;
    await to.publish([recordFor(1)]);
    expect(to.ready()).toBe(true);
  }, 20_000);

  it('refuses only the record that Kafka refuses, however many share its request', async () => {
    const to = await connect();
    await to.publish([recordFor(0)]);
    const TOO_LARGE = 10;
    cluster.answer = ({ partitions }) => (partitions.includes(1) ? TOO_LARGE : 0);
    const outcomes = await Promise.allSettled([0, 0, 1, 0].map((partition) => to.publish([recordFor(partition)])));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await thrownBy(() => to.publish([recordFor(1)]))).toMatchObject({
      code: 'RECORD_REFUSED',
      retryable: false,
    });
  });

  it('refuses a topic that does not exist, and holds nobody else up', async () => {
    const to = await connect();
    await to.publish([recordFor(0)]);
    const missing = thrownBy(() => to.publish([recordFor(0, 'order.missing')]));
    await to.publish([recordFor(0)]);
    expect(await missing).toMatchObject({
      code: 'TOPIC_MISMATCH',
      message: expect.stringContaining('t1.order.missing'),
    });
  });

  it('refuses a topic with another number of partitions', async () => {
    cluster.leaders = [1, 2, 1];
    const to = await connect();
    expect(await thrownBy(() => to.publish([recordFor(0)]))).toMatchObject({ code: 'TOPIC_MISMATCH' });
  });

  it('waits for what is in flight when it closes, and refuses what comes later', async () => {
    const to = await connect();
    const before = to.publish([recordFor(0)]);
    const closing = to.close();
    expect((await thrownBy(() => to.publish([recordFor(1)]))).code).toBe('KAFKA_UNAVAILABLE');
    await Promise.all([before, closing, to.close()]);
    expect(cluster.written).toEqual(['0@1: 1']);
  });

  it('survives the loss of all its connections', async () => {
    const to = await connect();
    await to.publish([recordFor(0)]);
    cluster.dropConnections();
    await to.publish([recordFor(0), recordFor(1)]);
    expect(cluster.written.toSorted()).toEqual(['0@1: 1', '0@1: 1', '1@2: 1']);
  });
});
