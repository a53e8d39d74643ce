import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LocalStack } from '@troupe/local-stack';
import { eventually, ownStack } from '@troupe/testing';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { connectKafka } from '../connect-kafka.ts';
import { createGate, untilAborted } from '../gate.fixture.ts';
import type { IncomingRecord } from '../ports.ts';
import { keysOf, openSubscriberPlace, type SubscriberPlace } from './subscriber-place.fixture.ts';

jest.setTimeout(60_000);

/** The shortest that a broker allows by default. */
const SESSION_MS = 6_000;
const LONGER_THAN_A_SESSION_MS = 8_000;

describe('a member of a group', () => {
  let place: SubscriberPlace;
  beforeAll(async () => {
    place = await openSubscriberPlace('membership', [
      'slow',
      'pondered',
      'sweep',
      'evicted',
      'retried',
      'rolled',
      'rolled-off',
    ]);
  });
  afterAll(() => place.close());

  it('stays one, and its partitions stay with it, while a handler awaits a model for longer than a session', async () => {
    const [slow = '', other = ''] = keysOf(5, 2);
    const begun = createGate();
    const ended: string[] = [];
    const subscriber = await place.subscribe({
      group: 'pondered',
      topics: ['pondered'],
      sessionTimeoutMs: SESSION_MS,
      handle: async (record, task) => {
        if (record.key === slow) {
          begun.open();
          await delay(LONGER_THAN_A_SESSION_MS);
        }
        ended.push(`${record.key} ${task.isCurrent() && !task.signal.aborted ? 'as owner' : 'given up'}`);
      },
    });
    await place.publish('pondered', slow);
    await begun.passed();
    await place.publish('pondered', other);
    await eventually(() => expect(ended).toEqual([`${other} as owner`]));
    await eventually(() => expect(ended).toEqual([`${other} as owner`, `${slow} as owner`]), { timeoutMs: 15_000 });
    expect(subscriber.assignment()).toEqual({ epoch: 1, partitions: [0, 1, 2, 3, 4, 5] });
    await subscriber.stop();
    expect((await place.committed('pondered', 'pondered', 5))?.offset).toBe('2');
  });

  it('hands over to a version that subscribes to less, one by one under load: nothing twice, and in order', async () => {
    const heard: string[] = [];
    const member = (topics: readonly string[]) =>
      place.subscribe({
        group: 'rolled',
        topics,
        handle: async ({ topic, key, offset }) => {
          await delay(5);
          heard.push(`${topic} ${key} ${String(offset)}`);
        },
      });
    const keys = Array.from({ length: 6 }, (_, partition) => keysOf(partition, 1)).flat();
    let rounds = 0;
    const load = setInterval(() => {
      rounds += 1;
      void place.publish('rolled', ...keys);
    }, 20);
    const old = [await member(['rolled', 'rolled-off']), await member(['rolled', 'rolled-off'])];
    const next = [];
    for (const leaving of old) {
      next.push(await member(['rolled']));
      await leaving.stop();
    }
    clearInterval(load);
    await eventually(() => expect(heard).toHaveLength(rounds * keys.length), { timeoutMs: 20_000 });
    expect(new Set(heard).size).toBe(heard.length);
    for (const key of keys) {
      const offsets = heard.filter((each) => each.includes(` ${key} `)).map((each) => Number(each.split(' ')[2]));
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    }
    await Promise.all(next.map((each) => each.stop()));
  });

  it('stays one while it drains for longer than a session, and hands over only then', async () => {
    const steps: string[] = [];
    const begun = createGate();
    const first = await place.subscribe({
      group: 'slow',
      topics: ['slow'],
      sessionTimeoutMs: SESSION_MS,
      handle: async (record, task) => {
        begun.open();
        await delay(LONGER_THAN_A_SESSION_MS);
        steps.push(`first ${String(record.value)} ${task.isCurrent() ? 'as owner' : 'as zombie'}`);
      },
      onRevoked: (partitions) => Promise.resolve(void steps.push(`revoked ${partitions.length}`)),
    });
    const [key = ''] = keysOf(5, 1);
    await place.publish('slow', key);
    await begun.passed();
    const second = await place.subscribe({
      group: 'slow',
      topics: ['slow'],
      handle: (record) => Promise.resolve(void steps.push(`second ${String(record.value)}`)),
    });
    expect(second.assignment().partitions).toEqual([3, 4, 5]);
    await place.publish('slow', key);
    await eventually(() => expect(steps.at(-1)).toBe(`second ${key}`));
    expect(steps).toEqual([`first ${key} as owner`, 'revoked 6', `second ${key}`]);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('stays one while what it does on assignment takes longer than a session', async () => {
    const steps: string[] = [];
    const subscriber = await place.subscribe({
      group: 'sweep',
      topics: ['sweep'],
      sessionTimeoutMs: SESSION_MS,
      handle: () => Promise.resolve(void steps.push('handled')),
      onAssigned: async (_partitions, epoch) => {
        await place.publish('sweep', 'k');
        await delay(LONGER_THAN_A_SESSION_MS);
        steps.push(`assigned in epoch ${epoch}`);
      },
    });
    await eventually(() => expect(steps).toEqual(['assigned in epoch 1', 'handled']));
    await subscriber.stop();
  });

  it('that its group has given up aborts its work, commits nothing of it, and joins again', async () => {
    const groups = jest.spyOn(ConsumerGroup.prototype, 'fetch');
    const handled: string[] = [];
    let aborted = 0;
    const subscriber = await place.subscribe({
      group: 'evicted',
      topics: ['evicted'],
      handle: async (record, task) => {
        if (aborted === 0) await untilAborted(task.signal).finally(() => (aborted += 1));
        handled.push(`${String(record.offset)} in epoch ${task.epoch}`);
      },
    });
    await place.publish('evicted', 'k');
    await eventually(() => expect(subscriber.inFlight()).toBe(1));
    // Methods of this prototype run on nothing else.
    const contexts = groups.mock.contexts as readonly ConsumerGroup[];
    const group = contexts.find(({ groupId }) => groupId === `${place.prefix}evicted`);
    groups.mockRestore();
    // Behind its back, as the coordinator does when a session is over.
    await group?.coordinator.leaveGroup({ groupId: group.groupId, memberId: group.memberId ?? '' });
    const evictedMs = Date.now();
    await eventually(() => expect(handled).toEqual(['0 in epoch 2']));
    // Without waiting for the drain limit of ten seconds.
    expect(Date.now() - evictedMs).toBeLessThan(5_000);
    expect([aborted, subscriber.state()]).toEqual([1, 'running']);
    await subscriber.stop();
  });

  it('leaves and joins again when it could not read where to begin, and nobody waits for its ghost', async () => {
    const { assigned } = ConsumerGroup.prototype;
    const reads = jest
      .spyOn(ConsumerGroup.prototype, 'assigned')
      .mockImplementationOnce(function (this: ConsumerGroup) {
        return assigned.call(this);
      })
      .mockImplementationOnce(() => {
        throw Object.assign(new Error('away for a moment'), { retriable: true });
      });
    const startMs = Date.now();
    const handled: IncomingRecord[] = [];
    const subscriber = await place.subscribe({
      group: 'retried',
      topics: ['retried'],
      handle: (record) => Promise.resolve(void handled.push(record)),
    });
    expect(reads.mock.results.map(({ type }) => type)).toContain('throw');
    expect(Date.now() - startMs).toBeLessThan(SESSION_MS);
    reads.mockRestore();
    await place.publish('retried', 'k');
    await eventually(() => expect(handled).toHaveLength(1));
    await subscriber.stop();
  });
});

describe('a subscriber while the broker restarts', () => {
  let stack: LocalStack;
  beforeAll(async () => {
    stack = await ownStack({ only: ['kafka'] });
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  it('goes on by itself, in order, and loses nothing', async () => {
    const kafka = connectKafka({ brokers: stack.kafkaBrokers, clientId: 'spec' });
    await kafka.topics().apply([{ topic: 'a' }, { topic: 'b' }]);
    const publisher = await kafka.publisher();
    const seen = new Map<string, number[]>();
    let handled = 0;
    const subscriber = kafka.subscriber({
      group: 'restarted',
      topics: ['a', 'b'],
      sessionTimeoutMs: 25_000,
      handle: (record) => {
        const lane = `${record.topic} ${record.key ?? ''}`;
        seen.set(lane, [...(seen.get(lane) ?? []), Number(String(record.value))]);
        handled += 1;
        return Promise.resolve();
      },
    });
    await subscriber.start();
    let sent = 0;
    const publishing: Promise<void>[] = [];
    const load = setInterval(() => {
      const value = Buffer.from(String((sent += 1)));
      const key = `c-${sent % 20}`;
      publishing.push(publisher.publish(['a', 'b'].map((topic) => ({ topic, key, value, headers: {} }))));
    }, 5);
    await eventually(() => expect(sent).toBeGreaterThan(200));
    await stack.kill('kafka');
    await delay(4_000);
    await stack.start('kafka');
    const upMs = Date.now();
    const whenUp = sent;
    const handledBefore = handled;
    await eventually(() => expect(handled).toBeGreaterThan(handledBefore), { timeoutMs: 30_000 });
    // As the same member: another would wait for the old one's session to end.
    expect(Date.now() - upMs).toBeLessThan(20_000);
    await eventually(() => expect(sent).toBeGreaterThan(whenUp + 200), { timeoutMs: 30_000 });
    clearInterval(load);
    await Promise.all(publishing);
    const distinct = (): number => [...seen.values()].reduce((sum, values) => sum + new Set(values).size, 0);
    await eventually(() => expect(distinct()).toBe(sent * 2), { timeoutMs: 30_000 });
    for (const values of seen.values()) {
      const first = values.filter((value, index) => values.indexOf(value) === index);
      expect(first).toEqual(first.toSorted((a, b) => a - b));
    }
    expect(subscriber.state()).toBe('running');
    await kafka.close();
  }, 120_000);

  it('waits for a broker that is away when it starts', async () => {
    await stack.kill('kafka');
    const kafka = connectKafka({ brokers: stack.kafkaBrokers, clientId: 'spec' });
    const handled: string[] = [];
    const subscriber = kafka.subscriber({
      group: 'early',
      topics: ['a'],
      handle: (record) => Promise.resolve(void handled.push(record.topic)),
    });
    const starting = subscriber.start();
    await delay(1_000);
    expect(subscriber.state()).toBe('starting');
    await stack.start('kafka');
    await starting;
    expect(subscriber.state()).toBe('running');
    await eventually(() => expect(handled.length).toBeGreaterThan(0));
    await kafka.close();
  }, 60_000);
});
