import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually, sharedStack } from '@troupe/testing';
import type { Admin } from 'kafkajs';
import { createKafkaClient } from './kafka-client.ts';
import { silentLogger } from './kafka-logger.ts';
import { patchKafkajs } from './kafkajs-patches.ts';

describe('a connection to a real broker, patched', () => {
  let admin: Admin;
  const warnings: Error[] = [];
  const warn = (warning: Error): void => void warnings.push(warning);

  beforeEach(async () => {
    process.on('warning', warn);
    patchKafkajs();
    admin = createKafkaClient({ brokers: sharedStack().kafkaBrokers, clientId: 'spec', logger: silentLogger }).admin();
    await admin.connect();
  });
  afterEach(async () => {
    await admin.disconnect();
    process.off('warning', warn);
  });

  it('arms no timer while it is idle, and none with a negative delay', async () => {
    await admin.listTopics();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const startMs = performance.now();
    // The clock of this wait is another one than the one that is watched.
    await new Promise<void>((resolve) => {
      const watch = setInterval(() => {
        if (performance.now() - startMs < 500) return;
        clearInterval(watch);
        resolve();
      }, 50);
    });
    expect(timers).not.toHaveBeenCalled();
    await admin.listTopics();
    for (const [, delayMs] of timers.mock.calls) expect(delayMs).toBeGreaterThanOrEqual(0);
    timers.mockRestore();
    expect(warnings.filter(({ name }) => name === 'TimeoutNegativeWarning')).toEqual([]);
  });

  it('answers many requests at once', async () => {
    // Of one topic: the broker that the specs share holds hundreds, and 200 answers about all of them outlast a time limit.
    const topic = `${randomUUID()}.many-at-once`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    const asked = Array.from({ length: 200 }, () => admin.fetchTopicMetadata({ topics: [topic] }));
    const answers = await Promise.all(asked);
    expect(new Set(answers.flatMap(({ topics }) => topics.map(({ name }) => name)))).toEqual(new Set([topic]));
    await admin.deleteTopics({ topics: [topic] });
  });

  it('is told of no topic where none is asked about, and of all where they are listed', async () => {
    const topic = `${randomUUID()}.listed`;
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    expect((await admin.describeCluster()).brokers).toHaveLength(1);
    expect((await admin.fetchTopicMetadata({ topics: [] })).topics).toEqual([]);
    await eventually(async () => expect(await admin.listTopics()).toContain(topic));
    await admin.deleteTopics({ topics: [topic] });
  });
});
