import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { createGate, untilAborted } from '../gate.fixture.ts';
import type { IncomingRecord, Task } from '../ports.ts';
import { decodeCompleted } from '../queues/commit-metadata.ts';
import { thrownBy } from '../thrown-by.fixture.ts';
import { keysOf, openSubscriberPlace, type SubscriberPlace } from './subscriber-place.fixture.ts';

jest.setTimeout(30_000);

const TOPICS = ['commits', 'epochs', 'ahead', 'behind', 'runtime', 'mixed', 'mixed-too', 'dropped', 'kept', 'controls'];

const nothing = (): Promise<void> => Promise.resolve();

describe('a subscriber on a real broker', () => {
  let place: SubscriberPlace;
  beforeAll(async () => {
    place = await openSubscriberPlace('subscriber', TOPICS);
  });
  afterAll(() => place.close());

  describe('commits', () => {
    it('go on while one record is stuck: the watermark, and what is done above it', async () => {
      const [stuck = '', ...others] = keysOf(0, 5);
      const gate = createGate();
      const subscriber = await place.subscribe({
        group: 'commits',
        topics: ['commits'],
        handle: async ({ key }) => (key === stuck ? gate.passed() : undefined),
      });
      await place.publish('commits', ...others.slice(0, 1), stuck, ...others.slice(1));
      await eventually(async () => {
        const commit = await place.committed('commits', 'commits', 0);
        expect(commit?.offset).toBe('1');
        expect(decodeCompleted(1, commit?.metadata ?? null)).toEqual([{ from: 2, to: 5 }]);
      });
      gate.open();
      await subscriber.stop();
      expect(await place.committed('commits', 'commits', 0)).toMatchObject({ offset: '5', metadata: null });
    });

    it('say where a group begins before it has done anything, so that a later loss shows', async () => {
      const subscriber = await place.subscribe({ group: 'beginning', topics: ['kept'], handle: nothing });
      await eventually(async () => expect((await place.committed('beginning', 'kept', 3))?.offset).toBe('0'));
      await subscriber.stop();
    });

    it('are never made for an epoch that is over, however late a handler ends', async () => {
      const [key = ''] = keysOf(5, 1);
      const zombie = createGate();
      const tasks: Task[] = [];
      const begun: string[] = [];
      const first = await place.subscribe({
        group: 'epochs',
        topics: ['epochs'],
        drainMs: 100,
        handle: async (record, task) => {
          if (record.key !== key) return;
          begun.push('first');
          tasks.push(task);
          await zombie.passed();
        },
      });
      await place.publish('epochs', key);
      await eventually(() => expect(begun).toEqual(['first']));
      const owner = createGate();
      const second = await place.subscribe({
        group: 'epochs',
        topics: ['epochs'],
        handle: async () => {
          begun.push('second');
          await owner.passed();
        },
      });
      await eventually(() => expect(begun).toEqual(['first', 'second']));
      expect(tasks.map((task) => [task.signal.aborted, task.isCurrent()])).toEqual([[true, false]]);
      zombie.open();
      // By the time that a later record is committed, an unlawful commit would have been made too.
      await place.publish('epochs', ...keysOf(0, 1));
      await eventually(async () => expect((await place.committed('epochs', 'epochs', 0))?.offset).toBe('1'));
      expect((await place.committed('epochs', 'epochs', 5))?.offset).toBe('0');
      owner.open();
      await Promise.all([first.stop(), second.stop()]);
      expect((await place.committed('epochs', 'epochs', 5))?.offset).toBe('1');
    });
  });

  describe('an offset outside what is retained', () => {
    it('stops a subscriber before it handles anything when it lies ahead', async () => {
      await place.commit('ahead', { topic: 'ahead', partition: 0, offset: '7' });
      const subscriber = place.messaging.subscriber({ group: 'ahead', topics: ['ahead'], handle: nothing });
      const error = await thrownBy(() => subscriber.start());
      expect(error).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', details: { partition: 0 } });
      expect(error.message).toContain('7 is committed and 0 to 0 are retained');
      expect([subscriber.state(), subscriber.failure()]).toEqual(['crashed', error]);
      await subscriber.stop();
      expect((await place.committed('ahead', 'ahead', 0))?.offset).toBe('7');
    });

    it('stops a subscriber when records were deleted before they were handled', async () => {
      await place.commit('behind', { topic: 'behind', partition: 0, offset: '0' });
      await place.publish('behind', ...keysOf(0, 4));
      await place.deleteBelow('behind', 0, '2');
      const handled: IncomingRecord[] = [];
      const handle = (record: IncomingRecord): Promise<void> => Promise.resolve(void handled.push(record));
      const subscriber = place.messaging.subscriber({ group: 'behind', topics: ['behind'], handle });
      expect((await thrownBy(() => subscriber.start())).code).toBe('OFFSET_OUT_OF_RANGE');
      expect(handled).toEqual([]);
    });

    it('stops a subscriber also while it runs, instead of going on elsewhere in silence', async () => {
      const gate = createGate();
      const handled: string[] = [];
      const subscriber = await place.subscribe({
        group: 'runtime',
        topics: ['runtime'],
        bounds: { records: 1 },
        handle: async ({ offset }) => {
          await gate.passed();
          handled.push(String(offset));
        },
      });
      const keys = keysOf(0, 6);
      await place.publish('runtime', ...keys.slice(0, 1));
      await eventually(() => expect(subscriber.inFlight()).toBe(1));
      await place.publish('runtime', ...keys.slice(1));
      await place.deleteBelow('runtime', 0, '4');
      gate.open();
      await eventually(() => expect(subscriber.state()).toBe('crashed'));
      expect(subscriber.failure()).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
      await subscriber.stop();
      expect(handled).toEqual(['0']);
      expect((await place.committed('runtime', 'runtime', 0))?.offset).toBe('1');
    });
  });

  describe('topics', () => {
    it('that do not exist are named', async () => {
      const subscriber = place.messaging.subscriber({ group: 'missing', topics: ['kept', 'gone'], handle: nothing });
      const error = await thrownBy(() => subscriber.start());
      expect(error.code).toBe('TOPIC_MISMATCH');
      expect(error.message).toContain(`${place.prefix}gone`);
      expect(subscriber.state()).toBe('crashed');
    });

    it('with another number of partitions are refused', async () => {
      const topics = [{ topic: `${place.prefix}narrow`, numPartitions: 2 }];
      await place.admin.createTopics({ topics, waitForLeaders: false });
      const subscriber = place.messaging.subscriber({ group: 'narrow', topics: ['narrow'], handle: nothing });
      expect((await thrownBy(() => subscriber.start())).code).toBe('TOPIC_MISMATCH');
    });

    it('that only some members know are read by those, while a rollout lasts', async () => {
      const read = new Map<string, Set<string>>();
      const handle = (member: string) => (record: IncomingRecord) => {
        const lane = `${record.topic}/${record.partition}`;
        return Promise.resolve(void read.set(lane, (read.get(lane) ?? new Set()).add(member)));
      };
      // Over one connection, as two subscribers of one process would be.
      const old = place.messaging.subscriber({ group: 'mixed', topics: ['mixed'], handle: handle('old') });
      await old.start();
      const next = place.messaging.subscriber({
        group: 'mixed',
        topics: ['mixed', 'mixed-too'],
        handle: handle('new'),
      });
      await next.start();
      await eventually(() => expect(old.assignment().partitions).toHaveLength(3));
      const keys = Array.from({ length: 6 }, (_, partition) => keysOf(partition, 1)).flat();
      await place.publish('mixed', ...keys);
      await place.publish('mixed-too', ...keys);
      await eventually(() => expect(read.size).toBe(12));
      for (let partition = 0; partition < 6; partition += 1) {
        expect(read.get(`mixed-too/${partition}`)).toEqual(new Set(['new']));
        expect(read.get(`mixed/${partition}`)).toEqual(new Set([partition < 3 ? 'old' : 'new']));
      }
      await Promise.all([old.stop(), next.stop()]);
    });

    it('that are left out when subscribing anew are not read any more', async () => {
      const read: string[] = [];
      const handle = ({ topic, key }: IncomingRecord): Promise<void> =>
        Promise.resolve(void read.push(`${topic} ${key}`));
      const subscriber = await place.subscribe({ group: 'dropping', topics: ['dropped', 'kept'], handle });
      const before = subscriber.assignment();
      await subscriber.resubscribe(['kept']);
      expect(subscriber.assignment().epoch).toBeGreaterThan(before.epoch);
      await place.publish('dropped', 'k');
      await place.publish('kept', 'k');
      await eventually(() => expect(read).toEqual(['kept k']));
      expect([...subscriber.watermarks(0).keys()]).toEqual(['kept']);
      await subscriber.stop();
    });
  });

  it('is caught up where the log ends in something that is not a record', async () => {
    const producer = place.kafka.producer({ transactionalId: `${place.prefix}tx`, idempotent: true });
    await producer.connect();
    for (const end of ['commit', 'abort'] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic: `${place.prefix}controls`, messages: [{ key: 'k', value: end, partition: 1 }] });
      await transaction[end]();
    }
    await producer.disconnect();
    const read: string[] = [];
    const handle = (record: IncomingRecord): Promise<void> => Promise.resolve(void read.push(String(record.value)));
    const subscriber = await place.subscribe({ group: 'controls', topics: ['controls'], handle });
    expect(await subscriber.caughtUp(1)).toBe(true);
    expect(read).toEqual(['commit']);
    expect(subscriber.watermarks(1).get('controls')).toBe(4n);
    await subscriber.stop();
  });

  it('crashes in a group whose members assign partitions in another way, instead of trying for ever', async () => {
    const stranger = place.kafka.consumer({ groupId: `${place.prefix}strange`, maxWaitTimeInMs: 100 });
    await stranger.connect();
    await stranger.subscribe({ topics: [`${place.prefix}kept`] });
    await stranger.run({ eachMessage: () => Promise.resolve() });
    const subscriber = place.messaging.subscriber({ group: 'strange', topics: ['kept'], handle: nothing });
    const error = await thrownBy(() => subscriber.start());
    expect(error.code).toBe('CONSUMER_CRASHED');
    expect(error.message).toContain(`${place.prefix}strange`);
    expect([subscriber.state(), subscriber.failure()]).toEqual(['crashed', error]);
    await stranger.disconnect();
  });

  it('stops while it is starting, and does not run any more', async () => {
    const subscriber = place.messaging.subscriber({ group: 'brief', topics: ['kept'], handle: nothing });
    const starting = thrownBy(() => subscriber.start());
    await subscriber.stop();
    expect((await starting).code).toBe('TASK_ABORTED');
    expect(subscriber.state()).toBe('stopped');
    expect((await thrownBy(() => subscriber.start())).code).toBe('TASK_ABORTED');
    expect((await thrownBy(() => subscriber.resubscribe(['kept']))).code).toBe('TASK_ABORTED');
  });

  it('gives up what is under way at once when its handler of another record has thrown', async () => {
    const [held = '', poison = ''] = keysOf(2, 2);
    const aborted = createGate();
    const begun = createGate();
    const subscriber = await place.subscribe({
      group: 'poisoned',
      topics: ['commits'],
      handle: async ({ key }, task) => {
        if (key === poison) throw new Error('a hole');
        if (key !== held) return;
        begun.open();
        await untilAborted(task.signal).finally(() => aborted.open());
      },
    });
    await place.publish('commits', held);
    await begun.passed();
    await place.publish('commits', poison);
    await aborted.passed();
    expect(subscriber.failure()).toMatchObject({
      code: 'CONSUMER_CRASHED',
      details: { topic: 'commits', partition: 2 },
    });
    await subscriber.stop();
    expect((await place.committed('poisoned', 'commits', 2))?.offset ?? '0').toBe('0');
  });
});
