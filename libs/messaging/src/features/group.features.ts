import { describe, expect, it } from '@jest/globals';
import { createGate, untilAborted } from '../gate.fixture.ts';
import type { IncomingRecord, Subscriber, SubscriberOptions } from '../ports.ts';
import {
  eventually,
  recordOf,
  textOf,
  numbers,
  sizesOf,
  turns,
  type FeatureContext,
} from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const groupFeatures = (context: () => FeatureContext): void => {
  describe('members of one group', () => {
    it('share the partitions, and a conversation has one owner over all topics', async () => {
      const { topics, group } = await context().place('shared', 'shared-too');
      const owners = new Map<string, Set<number>>();
      let handled = 0;
      const member = (index: number): Promise<Subscriber> =>
        context().subscribe({
          group,
          topics,
          handle: (record) => {
            const key = record.key ?? '';
            owners.set(key, (owners.get(key) ?? new Set()).add(index));
            handled += 1;
            return Promise.resolve();
          },
        });
      const members = await Promise.all([member(0), member(1)]);
      await eventually(() => expect(sizesOf(members)).toEqual([3, 3]));
      expect(members.flatMap((each) => each.assignment().partitions).toSorted()).toEqual(numbers(6));
      const keys = numbers(30).map((index) => `c-${index}`);
      await context().publisher.publish(topics.flatMap((topic) => keys.map((key) => recordOf(topic, key, 'x'))));
      await eventually(() => expect(handled).toBe(60));
      for (const owner of owners.values()) expect(owner.size).toBe(1);
      await Promise.all(members.map((each) => each.stop()));
    });

    it('hand over only what is done, so that nothing is done twice', async () => {
      const { topic, group } = await context().place('handed');
      const gate = createGate();
      const heard: IncomingRecord[] = [];
      let begun = 0;
      const handle = async (record: IncomingRecord): Promise<void> => {
        begun += 1;
        await gate.passed();
        heard.push(record);
      };
      const keys = numbers(6).flatMap((partition) => context().keysOf(partition, 1));
      const first = await context().subscribe({ group, topics: [topic], handle });
      await context().publisher.publish(keys.map((key) => recordOf(topic, key, 'x')));
      await eventually(() => expect(begun).toBe(6));
      const joining = context().subscribe({ group, topics: [topic], handle });
      await eventually(() => expect(first.state()).toBe('rebalancing'));
      gate.open();
      const second = await joining;
      await eventually(() => expect(sizesOf([first, second])).toEqual([3, 3]));
      await context().publisher.publish(keys.map((key) => recordOf(topic, key, 'y')));
      await eventually(() => expect(heard).toHaveLength(12));
      expect(begun).toBe(12);
      await Promise.all([first.stop(), second.stop()]);
    });

    it('do again what was aborted because it did not end in time', async () => {
      const { topic, group } = await context().place('overdue');
      const heard: string[] = [];
      const handle: SubscriberOptions['handle'] = async (record, task) => {
        if (heard.length === 0) await untilAborted(task.signal).finally(() => heard.push('aborted'));
        heard.push(textOf(record));
      };
      const first = await context().subscribe({ group, topics: [topic], handle, drainMs: 200 });
      await context().publish(topic, 'k', 'x');
      await eventually(() => expect(first.inFlight()).toBe(1));
      const second = await context().subscribe({ group, topics: [topic], handle });
      await eventually(() => expect(heard).toEqual(['aborted', 'x']));
      await Promise.all([first.stop(), second.stop()]);
    });

    it('take over from one that stops, and are told before they handle anything', async () => {
      const { topic, group } = await context().place('taken-over');
      const steps: string[] = [];
      const first = await context().subscribe({ group, topics: [topic], handle: () => Promise.resolve() });
      const second = await context().subscribe({
        group,
        topics: [topic],
        handle: (record) => Promise.resolve(void steps.push(textOf(record))),
        onAssigned: async (partitions) => {
          await turns(3);
          steps.push(`assigned ${partitions.length}`);
        },
        onRevoked: (partitions) => Promise.resolve(void steps.push(`revoked ${partitions.length}`)),
      });
      await eventually(() => expect(second.assignment().partitions).toHaveLength(3));
      const before = second.assignment().epoch;
      await first.stop();
      await eventually(() => expect(second.assignment().partitions).toHaveLength(6));
      expect(second.assignment().epoch).toBeGreaterThan(before);
      await context().publish(topic, 'k', 'x');
      await eventually(() => expect(steps.at(-1)).toBe('x'));
      await second.stop();
      expect(steps).toEqual(['assigned 3', 'revoked 3', 'assigned 6', 'x', 'revoked 6']);
    });
  });
};
