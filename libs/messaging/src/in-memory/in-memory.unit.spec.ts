import { describe, expect, it } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { createGate } from '../gate.fixture.ts';
import { messagingFeatures } from '../messaging.features.ts';
import type { IncomingRecord, OutgoingRecord } from '../ports.ts';
import { createInMemoryMessaging } from './in-memory-messaging.ts';

messagingFeatures('in-memory messaging', () => {
  const messaging = createInMemoryMessaging();
  return Promise.resolve({ connect: () => messaging, close: () => messaging.close() });
});

const record = (value: string): OutgoingRecord => ({ topic: 'a.b', key: 'k', value: Buffer.from(value), headers: {} });

describe('what only the twin can do', () => {
  it('shows what was written, and how far a group has come', async () => {
    const messaging = createInMemoryMessaging({ partitions: 1, now: () => 42 });
    const publisher = await messaging.publisher();
    await publisher.publish([record('one'), record('two')]);
    expect(messaging.records('a.b')).toMatchObject([{ offset: 0n, appendedMs: 42 }, { offset: 1n }]);
    const subscriber = messaging.subscriber({ group: 'g', topics: ['a.b'], handle: () => Promise.resolve() });
    await subscriber.start();
    await subscriber.stop();
    expect(messaging.committed('g', 'a.b', 0)).toBe(2n);
    await messaging.close();
  });

  it('does again what a crashed subscriber had done but not committed', async () => {
    const messaging = createInMemoryMessaging();
    const publisher = await messaging.publisher();
    const heard: IncomingRecord[] = [];
    const handle = (incoming: IncomingRecord): Promise<void> => Promise.resolve(void heard.push(incoming));
    const crashing = messaging.subscriber({ group: 'g', topics: ['a.b'], handle });
    await crashing.start();
    await publisher.publish([record('one')]);
    await eventually(() => expect(heard).toHaveLength(1));
    messaging.crash(crashing);
    const next = messaging.subscriber({ group: 'g', topics: ['a.b'], handle });
    await next.start();
    await eventually(() => expect(heard).toHaveLength(2));
    await messaging.close();
  });

  it('tells the work of a crashed subscriber that it is not current any more', async () => {
    const messaging = createInMemoryMessaging();
    const publisher = await messaging.publisher();
    const [begun, gate] = [createGate(), createGate()];
    const current: boolean[] = [];
    const zombie = messaging.subscriber({
      group: 'g',
      topics: ['a.b'],
      handle: async (_record, task) => {
        begun.open();
        await gate.passed();
        current.push(task.isCurrent());
      },
    });
    await zombie.start();
    await publisher.publish([record('one')]);
    await begun.passed();
    messaging.crash(zombie);
    gate.open();
    await eventually(() => expect(current).toEqual([false]));
    await messaging.close();
  });

  it('plays that it is away: records wait in their order, and nothing is ready', async () => {
    const messaging = createInMemoryMessaging();
    const publisher = await messaging.publisher();
    messaging.setReachable(false);
    const written = Promise.all([publisher.publish([record('one')]), publisher.publish([record('two')])]);
    expect([publisher.ready(), await messaging.ready(), messaging.records('a.b')]).toEqual([false, false, []]);
    messaging.setReachable(true);
    await written;
    expect(messaging.records('a.b').map(({ value }) => value?.toString())).toEqual(['one', 'two']);
    expect([publisher.ready(), await messaging.ready()]).toEqual([true, true]);
    await messaging.close();
  });

  it('holds exactly what its bounds allow', async () => {
    const messaging = createInMemoryMessaging({ partitions: 1 });
    const publisher = await messaging.publisher();
    await publisher.publish(Array.from({ length: 40 }, (_, index) => ({ ...record('x'), key: `k-${index}` })));
    const gate = createGate();
    let handled = 0;
    const subscriber = messaging.subscriber({
      group: 'g',
      topics: ['a.b'],
      bounds: { records: 5 },
      handle: async () => {
        await gate.passed();
        handled += 1;
      },
    });
    await subscriber.start();
    expect(subscriber.inFlight()).toBe(5);
    await publisher.publish([record('one more')]);
    expect(subscriber.inFlight()).toBe(5);
    gate.open();
    await eventually(() => expect(handled).toBe(41));
    await messaging.close();
  });

  it('gives a topic that only a newer version knows to that version, and every other partition to one owner', async () => {
    const messaging = createInMemoryMessaging();
    const publisher = await messaging.publisher();
    const heard: string[] = [];
    const member = async (name: string, topics: readonly string[]): Promise<void> => {
      const handle = ({ topic, key }: IncomingRecord): Promise<void> =>
        Promise.resolve(void heard.push(`${topic} ${key ?? ''} ${name}`));
      await messaging.subscriber({ group: 'g', topics, handle }).start();
    };
    await member('old', ['a.b']);
    await member('new', ['a.b', 'c.d']);
    const keys = Array.from({ length: 20 }, (_, index) => `k-${index}`);
    await publisher.publish(keys.flatMap((key) => ['a.b', 'c.d'].map((topic) => ({ ...record('x'), topic, key }))));
    await eventually(() => expect(heard).toHaveLength(40));
    expect(heard.filter((line) => line.startsWith('c.d') && line.endsWith('old'))).toEqual([]);
    expect(new Set(heard.filter((line) => line.startsWith('a.b')).map((line) => line.split(' ')[2]))).toEqual(
      new Set(['old', 'new']),
    );
    await messaging.close();
  });
});
