import { setImmediate as nextTick } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { partitionOf } from './partition-of.ts';
import type { IncomingRecord, Messaging, OutgoingRecord, Publisher, Subscriber, SubscriberOptions } from './ports.ts';
import { createGate, untilAborted, type Gate } from './gate.fixture.ts';

/** A log that the suite is run against. */
export interface MessagingUnderTest {
  /** A connection of its own, as another process would have one. */
  connect(): Messaging;
  close(): Promise<void>;
}

/** What is promised of messaging, whatever carries it: the in-memory twin and Kafka pass the same specs. */
export const messagingFeatures = (name: string, open: () => Promise<MessagingUnderTest>): void => {
  describe(name, () => {
    let under: MessagingUnderTest;
    let messaging: Messaging;
    let publisher: Publisher;
    beforeAll(async () => {
      under = await open();
      messaging = under.connect();
      publisher = await messaging.publisher();
    });
    afterAll(() => under.close());

    let unique = 0;
    /** Topics and a group that no other spec uses. */
    const place = async (...names: string[]): Promise<{ topics: string[]; topic: string; group: string }> => {
      unique += 1;
      const topics = names.map((each) => `${each}.${unique}`);
      await messaging.topics().apply(topics.map((topic) => ({ topic })));
      return { topics, topic: topics[0] ?? '', group: `group-${unique}` };
    };
    const publish = (topic: string, key: string, ...values: string[]): Promise<void> =>
      publisher.publish(values.map((value) => recordOf(topic, key, value)));

    /** Different keys of one partition. */
    const keysOf = (partition: number, count: number): string[] =>
      numbers(10_000)
        .map((index) => `key-${index}`)
        .filter((key) => partitionOf(key, messaging.partitions) === partition)
        .slice(0, count);

    /** Starts a subscriber as a process of its own would. */
    const subscribe = async (options: SubscriberOptions): Promise<Subscriber> => {
      const subscriber = under.connect().subscriber(options);
      await subscriber.start();
      return subscriber;
    };

    describe('publishing', () => {
      it('writes to the partition of the key, keeps order, bytes, headers and null values', async () => {
        const { topic, group } = await place('written');
        const heard: IncomingRecord[] = [];
        const before = Date.now();
        const headers = { ce_id: 'größer 🎭', traceparent: 'x' };
        await publisher.publish([
          { ...recordOf(topic, 'k', 'a'), headers },
          { ...recordOf(topic, 'k', ''), value: null },
        ]);
        await publish(topic, 'k', 'c');
        const subscriber = await subscribe({ group, topics: [topic], handle: into(heard) });
        await eventually(() => expect(heard).toHaveLength(3));
        expect(heard.map(({ value }) => value?.toString() ?? null)).toEqual(['a', null, 'c']);
        expect(heard.map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
        expect(heard[0]).toMatchObject({ topic, key: 'k', partition: partitionOf('k', messaging.partitions), headers });
        // The broker's clock may differ from ours by a little.
        expect(heard[0]?.appendedMs).toBeGreaterThan(before - 5_000);
        await subscriber.stop();
      });

      it('keeps the order of calls that nobody waited for', async () => {
        const { topic, group } = await place('unawaited');
        const heard: IncomingRecord[] = [];
        const values = numbers(200).map(String);
        await Promise.all(values.map((value) => publish(topic, 'k', value)));
        const subscriber = await subscribe({ group, topics: [topic], handle: into(heard) });
        await eventually(() => expect(heard).toHaveLength(200));
        expect(heard.map(textOf)).toEqual(values);
        await subscriber.stop();
      });

      it('takes nothing after it was closed', async () => {
        const closing = await messaging.publisher();
        await closing.close();
        await closing.close();
        await expect(closing.publish([recordOf('any', 'k', 'v')])).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
        expect(closing.ready()).toBe(false);
      });
    });

    describe('handling', () => {
      it('takes the records of a conversation one after the other, over all topics, in the order of each topic', async () => {
        const { topics, group } = await place('ordered', 'ordered-too');
        const keys = numbers(5).map((index) => `c-${index}`);
        for (const value of numbers(20).map(String))
          await publisher.publish(topics.flatMap((topic) => keys.map((key) => recordOf(topic, key, value))));
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
        const subscriber = await subscribe({ group, topics, handle });
        await eventually(() => expect([...heard.values()].flat()).toHaveLength(200));
        expect(overlaps).toBe(0);
        for (const values of heard.values()) expect(values).toEqual(numbers(20).map(String));
        await subscriber.stop();
      });

      it('goes on with other conversations of a partition while one is being handled', async () => {
        const { topic, group } = await place('parallel');
        const [slow = '', quick = ''] = keysOf(0, 2);
        const gate = createGate();
        const heard: IncomingRecord[] = [];
        await publish(topic, slow, 'slow');
        await publish(topic, quick, 'quick');
        const handle = async (record: IncomingRecord): Promise<void> => {
          if (record.key === slow) await gate.passed();
          heard.push(record);
        };
        const subscriber = await subscribe({ group, topics: [topic], handle });
        await eventually(() => expect(heard.map(textOf)).toEqual(['quick']));
        gate.open();
        await eventually(() => expect(heard.map(textOf)).toEqual(['quick', 'slow']));
        await subscriber.stop();
      });

      it('begins with what was there before the group', async () => {
        const { topic, group } = await place('early');
        await publish(topic, 'k', 'early');
        const heard: IncomingRecord[] = [];
        const subscriber = await subscribe({ group, topics: [topic], handle: into(heard) });
        await publish(topic, 'k', 'late');
        await eventually(() => expect(heard.map(textOf)).toEqual(['early', 'late']));
        await subscriber.stop();
      });

      it('goes on after it was full', async () => {
        const { topic, group } = await place('bounded');
        const gate = createGate();
        const heard: IncomingRecord[] = [];
        const handle = async (record: IncomingRecord): Promise<void> => {
          await gate.passed();
          heard.push(record);
        };
        const subscriber = await subscribe({ group, topics: [topic], handle, bounds: { records: 5 } });
        for (const key of keysOf(1, 40)) await publish(topic, key, key);
        await eventually(() => expect(subscriber.inFlight()).toBeGreaterThanOrEqual(5));
        gate.open();
        await eventually(() => expect(heard).toHaveLength(40));
        await subscriber.stop();
      });

      it('follows what is done without gaps, and goes on after it was too far ahead', async () => {
        const { topic, group } = await place('gap');
        const [stuck = '', ...others] = keysOf(1, 30);
        const gate = createGate();
        const heard: IncomingRecord[] = [];
        const handle = async (record: IncomingRecord): Promise<void> => {
          if (record.key === stuck) await gate.passed();
          heard.push(record);
        };
        const subscriber = await subscribe({ group, topics: [topic], handle, bounds: { watermarkGap: 10 } });
        await publish(topic, stuck, 'stuck');
        for (const key of others) await publish(topic, key, key);
        await eventually(() => expect(heard.length).toBeGreaterThanOrEqual(9));
        expect(subscriber.watermarks(1).get(topic)).toBe(0n);
        gate.open();
        await eventually(() => expect(heard).toHaveLength(30));
        await eventually(() => expect(subscriber.watermarks(1).get(topic)).toBe(30n));
        await subscriber.stop();
      });
    });

    describe('stopping and starting again', () => {
      it('does not do again what was done', async () => {
        const { topic, group } = await place('committed');
        const first: IncomingRecord[] = [];
        await publish(topic, 'k', 'a', 'b');
        const before = await subscribe({ group, topics: [topic], handle: into(first) });
        await eventually(() => expect(first).toHaveLength(2));
        await before.stop();
        await publish(topic, 'k', 'c');
        const second: IncomingRecord[] = [];
        const after = await subscribe({ group, topics: [topic], handle: into(second) });
        await eventually(() => expect(second.map(textOf)).toEqual(['c']));
        await after.stop();
      });

      it('does again what was not done, and only that, also below what was', async () => {
        const { topic, group } = await place('undone');
        const [stuck = '', ...others] = keysOf(0, 6);
        await publish(topic, stuck, 'stuck');
        await publisher.publish(others.map((key) => recordOf(topic, key, key)));
        const first: IncomingRecord[] = [];
        const before = await subscribe({
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
        const after = await subscribe({ group, topics: [topic], handle: into(second) });
        await eventually(() => expect(second.map(textOf)).toEqual(['stuck']));
        await publish(topic, stuck, 'next');
        await eventually(() => expect(second.map(textOf)).toEqual(['stuck', 'next']));
        await after.stop();
      });

      it('waits for what is in flight, and begins nothing more', async () => {
        const { topic, group } = await place('drained');
        const gate = createGate();
        const begun: string[] = [];
        const ended: string[] = [];
        const subscriber = await subscribe({
          group,
          topics: [topic],
          handle: async (record) => {
            begun.push(textOf(record));
            await gate.passed();
            ended.push(textOf(record));
          },
        });
        await publish(topic, 'k', 'a');
        await eventually(() => expect(begun).toEqual(['a']));
        const stopped = subscriber.stop();
        await publish(topic, 'k', 'late');
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
        const { topic, group } = await place('aborted');
        const aborted = createGate();
        const begun = createGate();
        const subscriber = await subscribe({
          group,
          topics: [topic],
          drainMs: 100,
          handle: async (_record, task) => {
            begun.open();
            await untilAborted(task.signal).finally(() => aborted.open());
          },
        });
        await publish(topic, 'k', 'a');
        await begun.passed();
        await subscriber.stop();
        await aborted.passed();
        expect(subscriber.state()).toBe('stopped');
      });
    });

    describe('a handler that throws', () => {
      it('stops its subscriber for good, and the record is done again by the next', async () => {
        const { topic, group } = await place('poison');
        const subscriber = await subscribe({
          group,
          topics: [topic],
          handle: () => Promise.reject(new Error('a hole in the handler')),
        });
        await publish(topic, 'k', 'poison');
        await eventually(() => expect(subscriber.state()).toBe('crashed'));
        expect(subscriber.failure()?.message).toContain('a hole in the handler');
        await subscriber.stop();
        expect(subscriber.state()).toBe('crashed');
        const heard: IncomingRecord[] = [];
        const next = await subscribe({ group, topics: [topic], handle: into(heard) });
        await eventually(() => expect(heard.map(textOf)).toEqual(['poison']));
        await next.stop();
      });
    });

    describe('members of one group', () => {
      it('share the partitions, and a conversation has one owner over all topics', async () => {
        const { topics, group } = await place('shared', 'shared-too');
        const owners = new Map<string, Set<number>>();
        let handled = 0;
        const member = (index: number): Promise<Subscriber> =>
          subscribe({
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
        await publisher.publish(topics.flatMap((topic) => keys.map((key) => recordOf(topic, key, 'x'))));
        await eventually(() => expect(handled).toBe(60));
        for (const owner of owners.values()) expect(owner.size).toBe(1);
        await Promise.all(members.map((each) => each.stop()));
      });

      it('hand over only what is done, so that nothing is done twice', async () => {
        const { topic, group } = await place('handed');
        const gate = createGate();
        const heard: IncomingRecord[] = [];
        let begun = 0;
        const handle = async (record: IncomingRecord): Promise<void> => {
          begun += 1;
          await gate.passed();
          heard.push(record);
        };
        const keys = numbers(6).flatMap((partition) => keysOf(partition, 1));
        const first = await subscribe({ group, topics: [topic], handle });
        await publisher.publish(keys.map((key) => recordOf(topic, key, 'x')));
        await eventually(() => expect(begun).toBe(6));
        const joining = subscribe({ group, topics: [topic], handle });
        await eventually(() => expect(first.state()).toBe('rebalancing'));
        gate.open();
        const second = await joining;
        await eventually(() => expect(sizesOf([first, second])).toEqual([3, 3]));
        await publisher.publish(keys.map((key) => recordOf(topic, key, 'y')));
        await eventually(() => expect(heard).toHaveLength(12));
        expect(begun).toBe(12);
        await Promise.all([first.stop(), second.stop()]);
      });

      it('do again what was aborted because it did not end in time', async () => {
        const { topic, group } = await place('overdue');
        const heard: string[] = [];
        const handle: SubscriberOptions['handle'] = async (record, task) => {
          if (heard.length === 0) await untilAborted(task.signal).finally(() => heard.push('aborted'));
          heard.push(textOf(record));
        };
        const first = await subscribe({ group, topics: [topic], handle, drainMs: 200 });
        await publish(topic, 'k', 'x');
        await eventually(() => expect(first.inFlight()).toBe(1));
        const second = await subscribe({ group, topics: [topic], handle });
        await eventually(() => expect(heard).toEqual(['aborted', 'x']));
        await Promise.all([first.stop(), second.stop()]);
      });

      it('take over from one that stops, and are told before they handle anything', async () => {
        const { topic, group } = await place('taken-over');
        const steps: string[] = [];
        const first = await subscribe({ group, topics: [topic], handle: () => Promise.resolve() });
        const second = await subscribe({
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
        await publish(topic, 'k', 'x');
        await eventually(() => expect(steps.at(-1)).toBe('x'));
        await second.stop();
        expect(steps).toEqual(['assigned 3', 'revoked 3', 'assigned 6', 'x', 'revoked 6']);
      });
    });

    describe('being caught up', () => {
      it('waits for what was there when it was asked, not for what comes later', async () => {
        const { topics, group } = await place('caught', 'caught-too');
        const gates = new Map<string, Gate>([
          ['a', createGate()],
          ['b', createGate()],
          ['later', createGate()],
        ]);
        const handle = async (record: IncomingRecord): Promise<void> => gates.get(textOf(record))?.passed();
        const subscriber = await subscribe({ group, topics, handle });
        const partition = partitionOf('k', messaging.partitions);
        expect(await subscriber.caughtUp(partition)).toBe(true);
        await publish(topics[0] ?? '', 'k', 'a');
        await publish(topics[1] ?? '', 'k', 'b');
        let answer: boolean | undefined;
        const asked = subscriber.caughtUp(partition).then((caughtUp) => (answer = caughtUp));
        await eventually(() => expect(subscriber.inFlight()).toBe(2));
        await publish(topics[0] ?? '', 'k', 'later');
        gates.get('a')?.open();
        await eventually(() => expect(subscriber.watermarks(partition).get(topics[0] ?? '')).toBe(1n));
        expect(answer).toBe(undefined);
        gates.get('b')?.open();
        expect(await asked).toBe(true);
        gates.get('later')?.open();
        await subscriber.stop();
      });

      it('ends without it when the partition is lost, never was there, or nobody waits any more', async () => {
        const { topic, group } = await place('not-caught');
        const subscriber = await subscribe({
          group,
          topics: [topic],
          drainMs: 100,
          handle: (_record, task) => untilAborted(task.signal),
        });
        const partition = partitionOf('k', messaging.partitions);
        await publish(topic, 'k', 'stuck');
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
        const { topics, group } = await place('kept', 'added');
        const [kept = '', added = ''] = topics;
        const heard: IncomingRecord[] = [];
        await publish(kept, 'k', 'a');
        await publish(added, 'k', 'waiting');
        const subscriber = await subscribe({ group, topics: [kept], handle: into(heard) });
        await eventually(() => expect(heard.map(textOf)).toEqual(['a']));
        await subscriber.resubscribe([kept, added]);
        await publish(kept, 'k', 'b');
        await eventually(() => expect(heard.map(textOf).toSorted()).toEqual(['a', 'b', 'waiting']));
        expect(subscriber.state()).toBe('running');
        await subscriber.stop();
      });
    });
  });
};

const recordOf = (topic: string, key: string, value: string): OutgoingRecord => ({
  topic,
  key,
  value: Buffer.from(value),
  headers: {},
});

const textOf = (record: IncomingRecord): string => record.value?.toString() ?? '';

const into =
  (heard: IncomingRecord[]) =>
  (record: IncomingRecord): Promise<void> =>
    Promise.resolve(void heard.push(record));

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const sizesOf = (members: readonly Subscriber[]): readonly number[] =>
  members.map((member) => member.assignment().partitions.length);

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await nextTick();
};
