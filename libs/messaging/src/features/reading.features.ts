import { describe, expect, it } from '@jest/globals';
import { partitionOf } from '../partition-of.ts';
import type { IncomingRecord, LogStretch } from '../ports.ts';
import { into, numbers, recordOf, textOf, type FeatureContext } from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const readingFeatures = (context: () => FeatureContext): void => {
  const read = async (stretch: LogStretch): Promise<readonly IncomingRecord[]> => {
    const records: IncomingRecord[] = [];
    for await (const record of context().messaging.reader().read(stretch)) records.push(record);
    return records;
  };
  const stretchOf = async (topic: string, key: string): Promise<LogStretch> => {
    const partition = partitionOf(key, context().messaging.partitions);
    const held = (await context().messaging.reader().held(topic)).get(partition);
    return { topic, partition, from: held?.from ?? -1n, to: held?.to ?? -1n };
  };

  describe('reading the log beside a group', () => {
    it('shows what every partition holds, everything acknowledged included', async () => {
      const { topic } = await context().place('held');
      const nothing = await context().messaging.reader().held(topic);
      expect([...nothing.keys()].sort()).toEqual(numbers(context().messaging.partitions));
      expect([...nothing.values()]).toEqual(numbers(nothing.size).map(() => ({ from: 0n, to: 0n })));
      await context().publish(topic, 'k', 'a', 'b', 'c');
      expect(await stretchOf(topic, 'k')).toMatchObject({ from: 0n, to: 3n });
    });

    it('reads a stretch in order, with bytes, headers and null values, and ends where it shall', async () => {
      const { topic } = await context().place('stretch');
      const headers = { ce_id: 'größer 🎭' };
      await context().publisher.publish([
        { ...recordOf(topic, 'k', 'a'), headers },
        { ...recordOf(topic, 'k', ''), value: null },
      ]);
      await context().publish(topic, 'k', ...numbers(2_500).map(String));
      const whole = await stretchOf(topic, 'k');
      const records = await read(whole);
      expect(records.slice(0, 2)).toMatchObject([
        { topic, partition: whole.partition, offset: 0n, key: 'k', headers, value: Buffer.from('a') },
        { offset: 1n, value: null },
      ]);
      expect(records.slice(2).map(textOf)).toEqual(numbers(2_500).map(String));
      expect((await read({ ...whole, from: 3n, to: 5n })).map(textOf)).toEqual(['1', '2']);
      expect(await read({ ...whole, from: 7n, to: 7n })).toEqual([]);
    });

    it('reads records of any size, one that is larger than an answer too', async () => {
      const { topic } = await context().place('sizes');
      const large = 'x'.repeat(900_000);
      await context().publish(topic, 'k', large, 'small', large);
      const records = await read(await stretchOf(topic, 'k'));
      expect(records.map(({ value }) => value?.length)).toEqual([900_000, 5, 900_000]);
    });

    it('leaves no trace in a group, and serves several readers at a time', async () => {
      const { topic, group } = await context().place('traceless');
      await context().publish(topic, 'k', 'a', 'b');
      const stretch = await stretchOf(topic, 'k');
      const readings = await Promise.all([read(stretch), read(stretch), read(stretch)]);
      expect(readings.map((records) => records.map(textOf))).toEqual(numbers(3).map(() => ['a', 'b']));
      const heard: IncomingRecord[] = [];
      const subscriber = await context().subscribe({ group, topics: [topic], handle: into(heard) });
      expect(await subscriber.caughtUp(stretch.partition)).toBe(true);
      expect(heard.map(textOf)).toEqual(['a', 'b']);
      await subscriber.stop();
    });

    it('says when what it is asked for is not there', async () => {
      const { topic } = await context().place('short');
      await context().publish(topic, 'k', 'a');
      const { partition } = await stretchOf(topic, 'k');
      await expect(read({ topic, partition, from: 5n, to: 6n })).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    });
  });
};
