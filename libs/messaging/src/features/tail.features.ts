import { describe, expect, it } from '@jest/globals';
import { partitionOf } from '../partition-of.ts';
import type { IncomingRecord } from '../ports.ts';
import { eventually, numbers, textOf, turns, type FeatureContext } from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const tailFeatures = (context: () => FeatureContext): void => {
  const listen = () => {
    const heard: IncomingRecord[] = [];
    return { heard, onRecord: (record: IncomingRecord): void => void heard.push(record) };
  };

  describe('following topics beside any group', () => {
    it('gives all that was there before it says that it has started, then what comes, in the order of each partition', async () => {
      const { topics } = await context().place('followed', 'followed-too');
      const [topic = '', other = ''] = topics;
      await context().publish(topic, 'k', ...numbers(300).map(String));
      await context().publish(other, 'k', 'other');
      const { heard, onRecord } = listen();
      const tail = context().messaging.tail({ topics, onRecord });
      await tail.start();
      const of = (name: string) => heard.filter((record) => record.topic === name).map(textOf);
      expect(of(topic)).toEqual(numbers(300).map(String));
      expect(of(other)).toEqual(['other']);
      await context().publish(topic, 'k', 'late');
      await eventually(() => expect(of(topic)).toEqual([...numbers(300).map(String), 'late']));
      await tail.stop();
    });

    it('gives every follower everything, also of partitions that a member of a group owns', async () => {
      const { topic, group } = await context().place('shared');
      const subscriber = await context().subscribe({ group, topics: [topic], handle: () => Promise.resolve() });
      const listeners = [listen(), listen()];
      const tails = listeners.map(({ onRecord }) => context().messaging.tail({ topics: [topic], onRecord }));
      await Promise.all(tails.map((tail) => tail.start()));
      await context().publish(topic, 'k', 'a', 'b');
      for (const { heard } of listeners) await eventually(() => expect(heard.map(textOf)).toEqual(['a', 'b']));
      await Promise.all([...tails, subscriber].map((each) => each.stop()));
    });

    it('leaves out other partitions than those it is told', async () => {
      const { topic } = await context().place('narrowed');
      const { messaging, keysOf, publish } = context();
      const [wanted = ''] = keysOf(1, 1);
      const [unwanted = ''] = keysOf(2, 1);
      const { heard, onRecord } = listen();
      const tail = messaging.tail({
        topics: [topic],
        partitions: [partitionOf(wanted, messaging.partitions)],
        onRecord,
      });
      await tail.start();
      await publish(topic, unwanted, 'unwanted');
      await publish(topic, wanted, 'wanted');
      await eventually(() => expect(heard.map(textOf)).toEqual(['wanted']));
      await tail.stop();
    });

    it('gives nothing once it was stopped', async () => {
      const { topic } = await context().place('stopped');
      const { heard, onRecord } = listen();
      const tail = context().messaging.tail({ topics: [topic], onRecord });
      await tail.start();
      await tail.stop();
      await context().publish(topic, 'k', 'late');
      await turns(10);
      expect(heard).toEqual([]);
      await tail.stop();
    });
  });
};
