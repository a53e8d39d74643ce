import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { durationMs } from '@troupe/contracts';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import kafkajs from 'kafkajs';
import { connectKafka } from '../connect-kafka.ts';
import type { Messaging, Topics } from '../ports.ts';
import { thrownBy } from '../thrown-by.fixture.ts';
import { createKafkaClient } from './kafka-client.ts';
import { silentLogger } from './kafka-logger.ts';

jest.setTimeout(60_000);

describe('topics on a real broker', () => {
  let place: IsolatedStack;
  let kafka: Messaging;
  let topics: Topics;
  beforeAll(async () => {
    place = await isolated('topics');
    kafka = connect(3);
    topics = kafka.topics();
  });
  afterAll(async () => {
    await kafka.close();
    await place.drop();
  });

  const connect = (partitions: number): Messaging =>
    connectKafka({ brokers: place.kafkaBrokers, clientId: 'spec', prefix: place.prefix, partitions });

  const settings = async (topic: string): Promise<Record<string, string>> => {
    const admin = createKafkaClient({ brokers: place.kafkaBrokers, clientId: 'spec', logger: silentLogger }).admin();
    await admin.connect();
    const name = place.prefix + topic;
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
    });
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [name] });
    await admin.disconnect();
    const configs = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [];
    // Pairs of names and values.
    return {
      ...(Object.fromEntries(configs) as Record<string, string>),
      partitions: String(found[0]?.partitions.length),
    };
  };

  it('are created as they are wanted, and then nothing differs', async () => {
    const specs = [{ topic: 'order.verified' }, { topic: 'agents', cleanup: 'compact' as const }];
    expect(await topics.diff(specs)).toMatchObject([{ kind: 'missing' }, { kind: 'missing' }]);
    expect(await topics.apply(specs)).toHaveLength(2);
    expect(await topics.diff(specs)).toEqual([]);
    expect(await settings('order.verified')).toMatchObject({
      partitions: '3',
      'retention.ms': String(durationMs('30d')),
      'message.timestamp.type': 'LogAppendTime',
      'cleanup.policy': 'delete',
    });
    expect(await settings('agents')).toMatchObject({ 'cleanup.policy': 'compact' });
  });

  it('are altered without losing what an operator set', async () => {
    await topics.apply([{ topic: 'order.flagged' }]);
    const admin = createKafkaClient({ brokers: place.kafkaBrokers, clientId: 'spec', logger: silentLogger }).admin();
    await admin.connect();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: `${place.prefix}order.flagged`,
          configEntries: [{ name: 'segment.bytes', value: '2000000' }],
        },
      ],
    });
    await admin.disconnect();
    const specs = [{ topic: 'order.flagged', retentionMs: durationMs('1d') }];
    // What the operator's client sent has replaced all that the topic had of its own.
    const message = expect.stringMatching(/(retention|segment)\.ms is 604800000, not 86400000/);
    const difference = { kind: 'config', mendable: true, message };
    expect(await topics.apply(specs)).toMatchObject([difference, difference]);
    expect(await settings('order.flagged')).toMatchObject({ 'segment.bytes': '2000000', 'retention.ms': '86400000' });
  });

  it('take records as large as they are made for, also those that were there before', async () => {
    await topics.apply([{ topic: 'large.dead' }]);
    const publisher = await kafka.publisher();
    const large = { topic: 'large.dead', key: 'k', value: Buffer.alloc(1_500_000), headers: {} };
    await expect(publisher.publish([large])).rejects.toMatchObject({ code: 'RECORD_REFUSED' });
    await topics.apply([{ topic: 'large.dead', largestRecord: 2 * 1_024 * 1_024 }]);
    expect(await settings('large.dead')).toMatchObject({ 'max.message.bytes': '2097152' });
    await eventually(() => publisher.publish([large]));
  });

  it('never get another number of partitions, and nothing else is changed then', async () => {
    await topics.apply([{ topic: 'order.closed' }]);
    const more = connect(4);
    const specs = [{ topic: 'order.closed' }, { topic: 'order.opened' }];
    expect(await more.topics().diff(specs)).toMatchObject([
      { kind: 'partitions', mendable: false },
      { kind: 'missing' },
    ]);
    const error = await thrownBy(() => more.topics().apply(specs));
    expect(error).toMatchObject({
      code: 'TOPIC_MISMATCH',
      message: expect.stringContaining('order.closed has 3 partitions'),
    });
    expect(await topics.diff(specs)).toMatchObject([{ topic: 'order.opened', kind: 'missing' }]);
    await more.close();
  });

  it('can be applied by many at once', async () => {
    const specs = [{ topic: 'at.once.a' }, { topic: 'at.once.b' }];
    await Promise.all([1, 2, 3, 4].map(() => topics.apply(specs)));
    expect(await topics.diff(specs)).toEqual([]);
  });

  it('say that Kafka is away, in time', async () => {
    const away = connectKafka({ brokers: ['127.0.0.1:1'], clientId: 'spec' });
    expect(await away.ready()).toBe(false);
    expect((await thrownBy(() => away.topics().diff([{ topic: 'x' }]))).code).toBe('KAFKA_UNAVAILABLE');
    expect((await thrownBy(() => away.publisher())).code).toBe('KAFKA_UNAVAILABLE');
    await away.close();
  }, 30_000);

  it('say how long their records can be read again', async () => {
    await topics.apply([
      { topic: 'read.short', retentionMs: durationMs('2d') },
      { topic: 'read.long', retentionMs: durationMs('90d') },
      { topic: 'read.ever', cleanup: 'compact' },
    ]);
    expect(await topics.readableForMs(['read.short', 'read.long'])).toBe(durationMs('91d'));
    expect(await topics.readableForMs(['read.short', 'read.ever'])).toBe(Infinity);
    expect((await thrownBy(() => topics.readableForMs(['read.never']))).code).toBe('TOPIC_MISMATCH');
  });

  it('are ready when Kafka is', async () => expect(await kafka.ready()).toBe(true));
});
