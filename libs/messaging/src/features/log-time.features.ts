import { describe, expect, it } from '@jest/globals';
import { createGate, untilAborted, type Gate } from '../gate.fixture.ts';
import { partitionOf } from '../partition-of.ts';
import type { IncomingRecord } from '../ports.ts';
import { eventually, textOf, into, type FeatureContext } from './feature-context.fixture.ts';

/** See `messagingFeatures`. */
export const caughtUpFeatures = (context: () => FeatureContext): void => {
  describe('being caught up', () => {
    it('waits for what was there when it was asked, not for what comes later', async () => {
      const { topics, group } = await context().place('caught', 'caught-too');
      const gates = new Map<string, Gate>([
        ['a', createGate()],
        ['b', createGate()],
        ['later', createGate()],
      ]);
      const handle = async (record: IncomingRecord): Promise<void> => gates.get(textOf(record))?.passed();
      const subscriber = await context().subscribe({ group, topics, handle });
      const partition = partitionOf('k', context().messaging.partitions);
      expect(await subscriber.caughtUp(partition)).toBe(true);
      await context().publish(topics[0] ?? '', 'k', 'a');
      await context().publish(topics[1] ?? '', 'k', 'b');
      let answer: boolean | undefined;
      const asked = subscriber.caughtUp(partition).then((caughtUp) => (answer = caughtUp));
      // Ends are read in the order of the questions: once this one is answered, `later` comes after the first.
      const empty = (partition + 1) % context().messaging.partitions;
      expect(await subscriber.caughtUp(empty)).toBe(true);
      await eventually(() => expect(subscriber.inFlight()).toBe(2));
      await context().publish(topics[0] ?? '', 'k', 'later');
      gates.get('a')?.open();
      await eventually(() => expect(subscriber.watermarks(partition).get(topics[0] ?? '')).toBe(1n));
      expect(answer).toBe(undefined);
      gates.get('b')?.open();
      expect(await asked).toBe(true);
      gates.get('later')?.open();
      await subscriber.stop();
    });

    it('ends without it when the partition is lost, never was there, or nobody waits any more', async () => {
      const { topic, group } = await context().place('not-caught');
      const subscriber = await context().subscribe({
        group,
        topics: [topic],
        drainMs: 100,
        handle: (_record, task) => untilAborted(task.signal),
      });
      const partition = partitionOf('k', context().messaging.partitions);
      await context().publish(topic, 'k', 'stuck');
      await eventually(() => expect(subscriber.inFlight()).toBe(1));
      const waiting = new AbortController();
      const abandoned = subscriber.caughtUp(partition, waiting.signal);
      const lost = subscriber.caughtUp(partition);
      waiting.abort();
      expect(await abandoned).toBe(false);
      await subscriber.stop();
      expect(await lost).toBe(false);
      expect(await subscriber.caughtUp(partition)).toBe(false);
      expect(subscriber.watermarks(partition).size).toBe(0);
    });
  });

  describe('subscribing to other topics', () => {
    it('goes on in the same group, without doing again what was done', async () => {
      const { topics, group } = await context().place('kept', 'added');
      const [kept = '', added = ''] = topics;
      const heard: IncomingRecord[] = [];
      await context().publish(kept, 'k', 'a');
      await context().publish(added, 'k', 'waiting');
      const subscriber = await context().subscribe({ group, topics: [kept], handle: into(heard) });
      await eventually(() => expect(heard.map(textOf)).toEqual(['a']));
      await subscriber.resubscribe([kept, added]);
      await context().publish(kept, 'k', 'b');
      await eventually(() => expect(heard.map(textOf).toSorted()).toEqual(['a', 'b', 'waiting']));
      expect(subscriber.state()).toBe('running');
      await subscriber.stop();
    });
  });
};
