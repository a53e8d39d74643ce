import { describe, expect, it } from '@jest/globals';
import { createGate, untilAborted } from '../gate.fixture.ts';
import type { IncomingRecord } from '../ports.ts';
import { eventually, recordOf, textOf, into, type FeatureContext } from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const stoppingFeatures = (context: () => FeatureContext): void => {
  describe('stopping and starting again', () => {
    it('does not do again what was done', async () => {
      const { topic, group } = await context().place('committed');
      const first: IncomingRecord[] = [];
      await context().publish(topic, 'k', 'a', 'b');
      const before = await context().subscribe({ group, topics: [topic], handle: into(first) });
      await eventually(() => expect(first).toHaveLength(2));
      await before.stop();
      await context().publish(topic, 'k', 'c');
      const second: IncomingRecord[] = [];
      const after = await context().subscribe({ group, topics: [topic], handle: into(second) });
      await eventually(() => expect(second.map(textOf)).toEqual(['c']));
      await after.stop();
    });

    it('does again what was not done, and only that, also below what was', async () => {
      const { topic, group } = await context().place('undone');
      const [stuck = '', ...others] = context().keysOf(0, 6);
      await context().publish(topic, stuck, 'stuck');
      await context().publisher.publish(others.map((key) => recordOf(topic, key, key)));
      const first: IncomingRecord[] = [];
      const before = await context().subscribe({
        group,
        topics: [topic],
        drainMs: 100,
        handle: async (record, task) => {
          if (record.key === stuck) await untilAborted(task.signal);
          first.push(record);
        },
      });
      await eventually(() => expect(first).toHaveLength(5));
      await before.stop();
      const second: IncomingRecord[] = [];
      const after = await context().subscribe({ group, topics: [topic], handle: into(second) });
      await eventually(() => expect(second.map(textOf)).toEqual(['stuck']));
      await context().publish(topic, stuck, 'next');
      await eventually(() => expect(second.map(textOf)).toEqual(['stuck', 'next']));
      await after.stop();
    });

    it('waits for what is in flight, and begins nothing more', async () => {
      const { topic, group } = await context().place('drained');
      const gate = createGate();
      const begun: string[] = [];
      const ended: string[] = [];
      const subscriber = await context().subscribe({
        group,
        topics: [topic],
        handle: async (record) => {
          begun.push(textOf(record));
          await gate.passed();
          ended.push(textOf(record));
        },
      });
      await context().publish(topic, 'k', 'a');
      await eventually(() => expect(begun).toEqual(['a']));
      const stopped = subscriber.stop();
      await context().publish(topic, 'k', 'late');
      gate.open();
      await stopped;
      expect({ begun, ended, state: subscriber.state(), inFlight: subscriber.inFlight() }).toEqual({
        begun: ['a'],
        ended: ['a'],
        state: 'stopped',
        inFlight: 0,
      });
      await subscriber.stop();
    });

    it('aborts what does not end in time', async () => {
      const { topic, group } = await context().place('aborted');
      const aborted = createGate();
      const begun = createGate();
      const subscriber = await context().subscribe({
        group,
        topics: [topic],
        drainMs: 100,
        handle: async (_record, task) => {
          begun.open();
          await untilAborted(task.signal).finally(() => aborted.open());
        },
      });
      await context().publish(topic, 'k', 'a');
      await begun.passed();
      await subscriber.stop();
      await aborted.passed();
      expect(subscriber.state()).toBe('stopped');
    });
  });

  describe('a handler that throws', () => {
    it('stops its subscriber for good, and the record is done again by the next', async () => {
      const { topic, group } = await context().place('poison');
      const subscriber = await context().subscribe({
        group,
        topics: [topic],
        handle: () => Promise.reject(new Error('a hole in the handler')),
      });
      await context().publish(topic, 'k', 'poison');
      await eventually(() => expect(subscriber.state()).toBe('crashed'));
      expect(subscriber.failure()?.message).toContain('a hole in the handler');
      await subscriber.stop();
      expect(subscriber.state()).toBe('crashed');
      const heard: IncomingRecord[] = [];
      const next = await context().subscribe({ group, topics: [topic], handle: into(heard) });
      await eventually(() => expect(heard.map(textOf)).toEqual(['poison']));
      await next.stop();
    });
  });
};
