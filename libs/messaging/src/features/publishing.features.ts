import { describe, expect, it } from '@jest/globals';
import { partitionOf } from '../partition-of.ts';
import type { IncomingRecord } from '../ports.ts';
import { eventually, recordOf, textOf, into, numbers, type FeatureContext } from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const publishingFeatures = (context: () => FeatureContext): void => {
  describe('publishing', () => {
    it('writes to the partition of the key, keeps order, bytes, headers and null values', async () => {
      const { topic, group } = await context().place('written');
      const heard: IncomingRecord[] = [];
      const before = Date.now();
      const headers = { ce_id: 'größer 🎭', traceparent: 'x' };
      await context().publisher.publish([
        { ...recordOf(topic, 'k', 'a'), headers },
        { ...recordOf(topic, 'k', ''), value: null },
      ]);
      await context().publish(topic, 'k', 'c');
      const subscriber = await context().subscribe({ group, topics: [topic], handle: into(heard) });
      await eventually(() => expect(heard).toHaveLength(3));
      expect(heard.map(({ value }) => value?.toString() ?? null)).toEqual(['a', null, 'c']);
      expect(heard.map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
      expect(heard[0]).toMatchObject({
        topic,
        key: 'k',
        partition: partitionOf('k', context().messaging.partitions),
        headers,
      });
      // The broker's clock may differ from ours by a little.
      expect(heard[0]?.appendedMs).toBeGreaterThan(before - 5_000);
      await subscriber.stop();
    });

    it('keeps the order of calls that nobody waited for', async () => {
      const { topic, group } = await context().place('unawaited');
      const heard: IncomingRecord[] = [];
      const values = numbers(200).map(String);
      await Promise.all(values.map((value) => context().publish(topic, 'k', value)));
      const subscriber = await context().subscribe({ group, topics: [topic], handle: into(heard) });
      await eventually(() => expect(heard).toHaveLength(200));
      expect(heard.map(textOf)).toEqual(values);
      await subscriber.stop();
    });

    it('takes nothing after it was closed', async () => {
      const closing = await context().messaging.publisher();
      await closing.close();
      await closing.close();
      await expect(closing.publish([recordOf('any', 'k', 'v')])).rejects.toMatchObject({
        code: 'KAFKA_UNAVAILABLE',
      });
      expect(closing.ready()).toBe(false);
    });
  });
};
