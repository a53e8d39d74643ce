import { describe, expect, it } from '@jest/globals';
import { createGate } from '../gate.fixture.ts';
import type { IncomingRecord } from '../ports.ts';
import { eventually, recordOf, textOf, into, numbers, turns, type FeatureContext } from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const handlingFeatures = (context: () => FeatureContext): void => {
  describe('handling', () => {
    it('takes the records of a conversation one after the other, over all topics, in the order of each topic', async () => {
      const { topics, group } = await context().place('ordered', 'ordered-too');
      const keys = numbers(5).map((index) => `c-${index}`);
      for (const value of numbers(20).map(String))
        await context().publisher.publish(topics.flatMap((topic) => keys.map((key) => recordOf(topic, key, value))));
      const busy = new Set<string>();
      const heard = new Map<string, string[]>();
      let overlaps = 0;
      const handle = async (record: IncomingRecord): Promise<void> => {
        const key = record.key ?? '';
        overlaps += busy.has(key) ? 1 : 0;
        busy.add(key);
        await turns(Number(record.offset) % 4);
        busy.delete(key);
        const lane = `${record.topic} ${key}`;
        heard.set(lane, [...(heard.get(lane) ?? []), textOf(record)]);
      };
      const subscriber = await context().subscribe({ group, topics, handle });
      await eventually(() => expect([...heard.values()].flat()).toHaveLength(200));
      expect(overlaps).toBe(0);
      for (const values of heard.values()) expect(values).toEqual(numbers(20).map(String));
      await subscriber.stop();
    });

    it('does not let records of a conversation wait for each other where nobody asks for their order', async () => {
      const { topic, group } = await context().place('unordered');
      const gate = createGate();
      const heard: IncomingRecord[] = [];
      for (const value of ['slow', 'quick']) await context().publish(topic, 'k', value);
      const handle = async (record: IncomingRecord): Promise<void> => {
        if (textOf(record) === 'slow') await gate.passed();
        heard.push(record);
      };
      const subscriber = await context().subscribe({ group, topics: [topic], handle, ordered: false });
      await eventually(() => expect(heard.map(textOf)).toEqual(['quick']));
      gate.open();
      await eventually(() => expect(heard.map(textOf)).toEqual(['quick', 'slow']));
      await subscriber.stop();
    });

    it('goes on with other conversations of a partition while one is being handled', async () => {
      const { topic, group } = await context().place('parallel');
      const [slow = '', quick = ''] = context().keysOf(0, 2);
      const gate = createGate();
      const heard: IncomingRecord[] = [];
      await context().publish(topic, slow, 'slow');
      await context().publish(topic, quick, 'quick');
      const handle = async (record: IncomingRecord): Promise<void> => {
        if (record.key === slow) await gate.passed();
        heard.push(record);
      };
      const subscriber = await context().subscribe({ group, topics: [topic], handle });
      await eventually(() => expect(heard.map(textOf)).toEqual(['quick']));
      gate.open();
      await eventually(() => expect(heard.map(textOf)).toEqual(['quick', 'slow']));
      await subscriber.stop();
    });

    it('begins with what was there before the group', async () => {
      const { topic, group } = await context().place('early');
      await context().publish(topic, 'k', 'early');
      const heard: IncomingRecord[] = [];
      const subscriber = await context().subscribe({ group, topics: [topic], handle: into(heard) });
      await context().publish(topic, 'k', 'late');
      await eventually(() => expect(heard.map(textOf)).toEqual(['early', 'late']));
      await subscriber.stop();
    });

    it('goes on after it was full', async () => {
      const { topic, group } = await context().place('bounded');
      const gate = createGate();
      const heard: IncomingRecord[] = [];
      const handle = async (record: IncomingRecord): Promise<void> => {
        await gate.passed();
        heard.push(record);
      };
      const subscriber = await context().subscribe({ group, topics: [topic], handle, bounds: { records: 5 } });
      for (const key of context().keysOf(1, 40)) await context().publish(topic, key, key);
      await eventually(() => expect(subscriber.inFlight()).toBeGreaterThanOrEqual(5));
      gate.open();
      await eventually(() => expect(heard).toHaveLength(40));
      await subscriber.stop();
    });

    it('follows what is done without gaps, and goes on after it was too far ahead', async () => {
      const { topic, group } = await context().place('gap');
      const [stuck = '', ...others] = context().keysOf(1, 30);
      const gate = createGate();
      const heard: IncomingRecord[] = [];
      const handle = async (record: IncomingRecord): Promise<void> => {
        if (record.key === stuck) await gate.passed();
        heard.push(record);
      };
      const subscriber = await context().subscribe({ group, topics: [topic], handle, bounds: { watermarkGap: 10 } });
      await context().publish(topic, stuck, 'stuck');
      for (const key of others) await context().publish(topic, key, key);
      await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(9));
      expect(subscriber.watermarks(1).get(topic)).toBe(0n);
      gate.open();
      await eventually(() => expect(heard).toHaveLength(30));
      await eventually(() => expect(subscriber.watermarks(1).get(topic)).toBe(30n));
      await subscriber.stop();
    });
  });
};
