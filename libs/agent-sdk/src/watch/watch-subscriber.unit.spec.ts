import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Standing, SubscriberState } from '@troupe/messaging';
import { createMetrics, type Metrics } from '@troupe/observability';
import pino from 'pino';
import { holding, standingAt } from './standing.fixture.ts';
import { watchSubscriber } from './watch-subscriber.ts';

const STALL_MS = 20_000;

let ended = new AbortController();
beforeEach(() => {
  ended = new AbortController();
  jest.useFakeTimers();
});
afterEach(() => {
  ended.abort();
  jest.useRealTimers();
});

interface Bench {
  standing: Standing;
  state: SubscriberState;
  /** Whether Kafka answers, and what it says then. */
  answers: boolean;
  readable: number | undefined;
  readonly failures: Error[];
  readonly lines: string[];
  readonly metrics: Metrics;
}

const watch = (standing: Standing): Bench => {
  const lines: string[] = [];
  const bench: Bench = {
    standing,
    state: 'running',
    answers: true,
    readable: undefined,
    failures: [],
    lines,
    metrics: createMetrics('spec'),
  };
  const subscriber = {
    state: () => bench.state,
    failure: () => new Error('it crashed'),
    inFlight: () => 3,
    standing: () => bench.standing,
    refreshEnds: (olderThanMs: number) => {
      const [lane] = bench.standing.lanes;
      if (olderThanMs === 0 && lane !== undefined && bench.readable !== undefined)
        bench.standing = { ...bench.standing, lanes: [{ ...lane, end: bench.readable }] };
      return Promise.resolve(bench.answers);
    },
  };
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) });
  const fail = (error: Error): void => void bench.failures.push(error);
  watchSubscriber(subscriber, {
    config: { stallMs: STALL_MS },
    log,
    metrics: bench.metrics,
    signal: ended.signal,
    fail,
  });
  return bench;
};
const pass = (seconds: number): Promise<void> => jest.advanceTimersByTimeAsync(seconds * 1_000);
const valueOf = async (name: string, labels = {}): Promise<number | undefined> => {
  const metrics = await Promise.resolve(bench?.metrics.registry.getSingleMetric(name)?.get());
  return metrics?.values.find((value) => JSON.stringify(value.labels) === JSON.stringify(labels))?.value;
};
let bench: Bench | undefined;

describe('watching a subscriber', () => {
  it('ends a service whose partition is not read, and says which', async () => {
    bench = watch(standingAt({ end: 15 }));
    await pass(19);
    expect(bench.failures).toEqual([]);
    await pass(5);
    expect(bench.failures[0]).toMatchObject({
      code: 'CONSUMER_STALLED',
      details: { topic: 'a', partition: 0, records: 5 },
    });
    expect(bench.failures[0]?.message).toMatch(/5 records of a wait to be read in partition 0/);
  });

  it('ends none while Kafka does not answer, while it joins, or for records that nobody can read yet', async () => {
    bench = watch(standingAt({ end: 15 }));
    bench.answers = false;
    await pass(60);
    Object.assign(bench, { answers: true, state: 'rebalancing' });
    await pass(60);
    Object.assign(bench, { state: 'running', readable: 10 });
    await pass(60);
    expect(bench.failures).toEqual([]);
  });

  it('ends a service whose subscriber has crashed', async () => {
    bench = watch(standingAt({}));
    bench.state = 'crashed';
    await pass(1);
    expect(bench.failures[0]?.message).toBe('it crashed');
  });

  it('tells lag and what is used of every bound', async () => {
    const partitions = [
      holding({ records: 7, bytes: 300, running: 2 }),
      holding({ partition: 1, records: 1, running: 1 }),
    ];
    bench = watch(standingAt({ low: 4, end: 34, paused: true }, { partitions }));
    await pass(30);
    expect(await valueOf('troupe_lag', { topic: 'a' })).toBe(30);
    const bounds = ['records', 'bytes', 'watermark-gap', 'handlers'];
    const told = (name: string) => Promise.all(bounds.map((bound) => valueOf(name, { bound })));
    expect(await told('troupe_bound_used')).toEqual([7, 300, 6, 3]);
    expect(await told('troupe_bound_limit')).toEqual([100, 1_000, 200, 512]);
    expect(await valueOf('troupe_paused_partitions')).toBe(1);
    expect(await valueOf('troupe_paused_seconds')).toBeGreaterThan(25);
    expect(await valueOf('troupe_stuck_seconds')).toBeGreaterThan(25);
    expect(await valueOf('troupe_in_flight')).toBe(3);
  });

  it('raises the alarm once about a record that holds up its partition, and ends nothing', async () => {
    bench = watch(standingAt({ low: 4, end: 99, paused: true }, { partitions: [holding({ records: 6, running: 1 })] }));
    await pass(120);
    expect(bench.lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { topic: 'a', partition: 0, low: 4, msg: 'one record holds up its partition' },
    ]);
    expect(bench.failures).toEqual([]);
  });
});
