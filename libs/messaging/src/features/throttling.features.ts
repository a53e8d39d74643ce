import { describe, expect, it } from '@jest/globals';
import { createGate } from '../gate.fixture.ts';
import type { IncomingRecord } from '../ports.ts';
import { eventually, into, textOf, type FeatureContext } from './feature-context.fixture.ts';

/** Being told to do less, and saying where one stands. */
export const throttlingFeatures = (context: () => FeatureContext): void => {
  describe('a subscriber that is told to do less', () => {
    it('takes nothing while it is paused, from before it starts, and stays a member', async () => {
      const { topic, group } = await context().place('paused');
      const heard: IncomingRecord[] = [];
      await context().publish(topic, 'k', 'early');
      const subscriber = context().create({ group, topics: [topic], handle: into(heard) });
      subscriber.pause();
      await subscriber.start();
      await context().publish(topic, 'k', 'late');
      await eventually(async () => {
        expect(await subscriber.refreshEnds(0)).toBe(true);
        expect(lagOf(subscriber.standing())).toBe(2);
      });
      expect(subscriber.standing().lanes.every(({ paused }) => paused)).toBe(true);
      expect([heard, subscriber.state()]).toEqual([[], 'running']);
      subscriber.resume();
      await eventually(() => expect(heard.map(textOf)).toEqual(['early', 'late']));
      await eventually(() => expect(lagOf(subscriber.standing())).toBe(0));
      await subscriber.stop();
    });

    it('finishes what it has taken when it is paused', async () => {
      const { topic, group } = await context().place('finishing');
      const [first = '', second = '', third = ''] = context().keysOf(1, 3);
      const gate = createGate();
      const heard: IncomingRecord[] = [];
      const handle = async (record: IncomingRecord): Promise<void> => {
        await gate.passed();
        heard.push(record);
      };
      const subscriber = await context().subscribe({ group, topics: [topic], handle });
      subscriber.limit(1);
      await context().publish(topic, first, 'first');
      await context().publish(topic, second, 'second');
      await eventually(() => expect(subscriber.inFlight()).toBe(2));
      subscriber.pause();
      await context().publish(topic, third, 'third');
      gate.open();
      await eventually(() => expect(heard.map(textOf)).toEqual(['first', 'second']));
      await eventually(() => expect(subscriber.inFlight()).toBe(0));
      subscriber.resume();
      await eventually(() => expect(heard.map(textOf)).toEqual(['first', 'second', 'third']));
      await subscriber.stop();
    });

    it('has no more handlers under way than it is told, and none at 0', async () => {
      const { topic, group } = await context().place('limited');
      const keys = context().keysOf(1, 4);
      const gates = new Map(keys.map((key) => [key, createGate()]));
      const begun: string[] = [];
      const handle = async ({ key }: IncomingRecord): Promise<void> => {
        begun.push(key ?? '');
        await gates.get(key ?? '')?.passed();
      };
      const subscriber = context().create({ group, topics: [topic], handle });
      subscriber.limit(0);
      await subscriber.start();
      for (const key of keys) await context().publish(topic, key, key);
      await eventually(() => expect(subscriber.inFlight()).toBe(4));
      expect([begun.length, subscriber.standing().concurrency]).toEqual([0, 0]);
      subscriber.limit(2);
      expect(begun).toEqual(keys.slice(0, 2));
      expect(subscriber.standing().partitions.find(({ partition }) => partition === 1)).toMatchObject({
        records: 4,
        running: 2,
      });
      gates.get(keys[0] ?? '')?.open();
      await eventually(() => expect(begun).toEqual(keys.slice(0, 3)));
      for (const gate of gates.values()) gate.open();
      await eventually(() => expect(subscriber.inFlight()).toBe(0));
      await subscriber.stop();
    });
  });

  describe('a partition at a bound', () => {
    // Records of 100 bytes: each bound is reached by ten of them.
    it.each([
      ['records', { records: 10 }],
      ['bytes', { bytes: 1_000 }],
      ['the watermark gap', { watermarkGap: 10 }],
    ])('of %s pauses, while others are read on, and resumes when there is room again', async (_bound, bounds) => {
      const { topic, group } = await context().place('at-bound');
      const [stuck = '', ...others] = context().keysOf(1, 40);
      const [elsewhere = ''] = context().keysOf(2, 1);
      const gate = createGate();
      const heard: string[] = [];
      const handle = async ({ key }: IncomingRecord): Promise<void> => {
        // Of the gap it is enough that one is stuck; the other bounds are of what is held.
        if (key === stuck || ('watermarkGap' in bounds ? false : key !== elsewhere)) await gate.passed();
        heard.push(key ?? '');
      };
      const subscriber = await context().subscribe({ group, topics: [topic], handle, bounds });
      const isPaused = (): boolean | undefined =>
        subscriber.standing().lanes.find(({ partition }) => partition === 1)?.paused;
      for (const key of [stuck, ...others]) await context().publish(topic, key, 'x'.repeat(100));
      await eventually(() => expect(isPaused()).toBe(true));
      await context().publish(topic, elsewhere, 'x'.repeat(100));
      await eventually(() => expect(heard).toContain(elsewhere));
      expect([isPaused(), heard.includes(others.at(-1) ?? '')]).toEqual([true, false]);
      gate.open();
      await eventually(() => expect(heard).toHaveLength(41));
      await eventually(() => expect(isPaused()).toBe(false));
      await subscriber.stop();
    });
  });
};

const lagOf = ({ lanes }: { lanes: readonly { end: number; low: number }[] }): number =>
  lanes.reduce((sum, { end, low }) => sum + end - low, 0);
