import { describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import kafkajs from 'kafkajs';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { NO_CLAIMS } from './co-partition-assigner.ts';
import { silentLogger } from './kafka-logger.ts';
import type { Succession } from './kafka-subscriber-membership.ts';
import { fetchThroughOutage } from './kafka-subscriber-outage.ts';
import { startRun, type Run, type RunOptions } from './kafka-subscriber-run.ts';
import type { SessionEnd } from './kafka-subscriber-session.ts';

const FIRST: Succession = { claims: NO_CLAIMS, memberId: null };

interface Bench {
  readonly run: Run;
  readonly begun: Succession[];
  readonly fatal: Error[];
  readonly stopped: number[];
  readonly clock: { nowMs: number; lastFetchedMs: number };
  /** Ends the session that goes on. */
  end(how: SessionEnd): Promise<void>;
}

/** Until all that can happen without waiting has happened. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const bench = async (requireTopics: RunOptions['requireTopics'] = () => Promise.resolve()): Promise<Bench> => {
  const begun: Succession[] = [];
  const fatal: Error[] = [];
  const stopped: number[] = [];
  const clock = { nowMs: 1_000, lastFetchedMs: 0 };
  let over = Promise.withResolvers<SessionEnd>();
  const run = startRun({
    group: 'g',
    logger: silentLogger,
    predecessor: FIRST,
    openSession: (predecessor) => {
      begun.push(predecessor);
      over = Promise.withResolvers<SessionEnd>();
      const { promise, resolve } = over;
      return {
        run: () => promise,
        assignment: () => undefined,
        succession: () => ({ claims: NO_CLAIMS, memberId: `m-${begun.length}` }),
        stop: (drainMs) => {
          stopped.push(drainMs);
          resolve('stopped');
          return Promise.resolve();
        },
      };
    },
    requireTopics,
    lastFetchedMs: () => clock.lastFetchedMs,
    onInterruption: () => undefined,
    onFatal: (error) => fatal.push(error),
    now: () => clock.nowMs,
    wait: () => Promise.resolve(),
  });
  await settle();
  const end = async (how: SessionEnd): Promise<void> => {
    over.resolve(how);
    await settle();
  };
  return { run, begun, fatal, stopped, clock, end };
};

const passing: SessionEnd = { error: new Error('a broker is away'), retriable: true };

describe('a run', () => {
  it('begins another session after one that was interrupted, as the same member', async () => {
    const { begun, end, fatal, run, stopped } = await bench();
    await end(passing);
    expect(begun).toEqual([FIRST, { claims: NO_CLAIMS, memberId: 'm-1' }]);
    expect(fatal).toEqual([]);
    await run.stop(5);
    expect(stopped).toEqual([5]);
  });

  it('ends for good after an error that another session could not mend', async () => {
    const { begun, end, fatal } = await bench();
    await end({ error: new Error('not authorised'), retriable: false });
    expect(begun).toHaveLength(1);
    expect(fatal).toEqual([expect.objectContaining({ code: 'CONSUMER_CRASHED' })]);
    expect(fatal[0]?.message).toContain('not authorised');
  });

  it('ends for good when no session has fetched anything for five minutes', async () => {
    const { begun, end, fatal, clock } = await bench();
    clock.nowMs += 300_000;
    await end(passing);
    expect([fatal.length, begun.length]).toEqual([0, 2]);
    clock.nowMs += 1;
    await end(passing);
    expect([fatal.length, begun.length]).toEqual([1, 2]);
  });

  it('goes on for as long as sessions fetch something between their interruptions', async () => {
    const { begun, end, fatal, clock } = await bench();
    for (let round = 0; round < 5; round += 1) {
      clock.nowMs += 200_000;
      clock.lastFetchedMs = clock.nowMs;
      await end(passing);
    }
    expect([fatal.length, begun.length]).toEqual([0, 6]);
  });

  it('ends for good when its topics are not as they must be', async () => {
    const { begun, fatal } = await bench(() => Promise.reject(new TroupeError('TOPIC_MISMATCH', 'no such topic')));
    expect(fatal).toEqual([expect.objectContaining({ code: 'TOPIC_MISMATCH' })]);
    expect(begun).toEqual([]);
  });

  it('goes on looking at its topics while Kafka is away', async () => {
    let looks = 0;
    const { begun, fatal } = await bench(() => {
      looks += 1;
      return looks < 3 ? Promise.reject(new TroupeError('KAFKA_UNAVAILABLE', 'away')) : Promise.resolve();
    });
    expect([looks, begun.length, fatal]).toEqual([3, 1, []]);
  });

  it('begins nothing after it was stopped', async () => {
    const { run, begun, end } = await bench();
    await run.stop(0);
    await end(passing);
    expect(begun).toHaveLength(1);
  });
});

describe('a fetch during an outage', () => {
  // As much of a group as the function touches.
  const groupOf = (isConnected: boolean): ConsumerGroup =>
    ({
      groupId: 'g',
      coordinator: { isConnected: () => isConnected },
      cluster: { findGroupCoordinator: () => Promise.resolve({ isConnected: () => true }) },
    }) as unknown as ConsumerGroup;

  it('fails with something that kafkajs tries again, where kafkajs would give up', async () => {
    const gaveUp = new kafkajs.KafkaJSNumberOfRetriesExceeded('away', { retryCount: 8, retryTime: 500 });
    const fetched = fetchThroughOutage(groupOf(true), () => Promise.reject(gaveUp));
    await expect(fetched).rejects.toMatchObject({ name: 'KafkaJSError', retriable: true });
  });

  it('outlasts that no broker tells where the coordinator is, which kafkajs takes for final', async () => {
    const cause = Object.assign(new Error('not found'), { name: 'KafkaJSGroupCoordinatorNotFound' });
    const final = Object.assign(new Error('not found', { cause }), { name: 'KafkaJSNonRetriableError' });
    const group = { coordinator: { isConnected: () => true } };
    const fetched = fetchThroughOutage(group as unknown as ConsumerGroup, () => Promise.reject(final));
    await expect(fetched).rejects.toMatchObject({ name: 'KafkaJSError', retriable: true });
  });

  it('leaves every other error as it is: most have a meaning for kafkajs', async () => {
    const rebalancing = Object.assign(new Error('rebalancing'), { type: 'REBALANCE_IN_PROGRESS' });
    await expect(fetchThroughOutage(groupOf(true), () => Promise.reject(rebalancing))).rejects.toBe(rebalancing);
  });

  it('finds the coordinator again when the connection to it is gone', async () => {
    const group = groupOf(false);
    expect(await fetchThroughOutage(group, () => Promise.resolve('fetched'))).toBe('fetched');
    expect(group.coordinator.isConnected()).toBe(true);
  });
});
