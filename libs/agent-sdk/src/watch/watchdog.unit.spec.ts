import { describe, expect, it } from '@jest/globals';
import type { Standing } from '@troupe/messaging';
import { holding, laneAt, standingAt } from './standing.fixture.ts';
import { createWatchdog, type Findings, type Watchdog } from './watchdog.ts';

const STALL_MS = 20_000;
const TICK_MS = 1_000;

/** Looks at the same for so many seconds, and gives what the last look found. */
const watch = (watchdog: Watchdog, standing: Standing, seconds: number): Findings => {
  let found = watchdog.look(standing, TICK_MS);
  for (let second = 1; second < seconds; second += 1) found = watchdog.look(standing, TICK_MS);
  return found;
};
const begin = (): Watchdog => {
  const watchdog = createWatchdog({ stallMs: STALL_MS });
  watchdog.look(standingAt({}), TICK_MS);
  return watchdog;
};

describe('a watchdog', () => {
  it('finds records that nobody reads, once nothing has moved for the whole time', () => {
    const watchdog = begin();
    const unread = standingAt({ end: 15 });
    expect(watch(watchdog, unread, 19).stalls).toEqual([]);
    expect(watchdog.look(unread, TICK_MS).stalls).toEqual([
      { kind: 'unread', topic: 'a', partition: 0, records: 5, forMs: STALL_MS },
    ]);
  });

  it('begins anew whenever an offset moves', () => {
    const watchdog = begin();
    for (let position = 10; position < 15; position += 1)
      expect(watch(watchdog, standingAt({ position, end: 1_000 }), 19).stalls).toEqual([]);
  });

  it('finds one partition that is not read beside others that are', () => {
    const watchdog = begin();
    let found: Findings | undefined;
    for (let position = 0; position < 30; position += 1)
      found = watchdog.look(
        standingAt({}, { lanes: [laneAt({ position, end: 99 }), laneAt({ partition: 1, end: 99 })] }),
        TICK_MS,
      );
    expect(found?.stalls.map(({ partition }) => partition)).toEqual([1]);
  });

  it.each([
    ['has nothing to read', standingAt({})],
    ['is paused at a bound', standingAt({ end: 99, paused: true })],
    [
      'handles what it has read, however long that takes',
      standingAt({ low: 4 }, { partitions: [holding({ records: 6, running: 1 })] }),
    ],
    [
      'waits for handlers of other partitions to end',
      standingAt(
        {},
        { concurrency: 2, partitions: [holding({ records: 6 }), holding({ partition: 1, records: 2, running: 2 })] },
      ),
    ],
    ['may begin nothing', standingAt({}, { concurrency: 0, partitions: [holding({ records: 6 })] })],
  ])('leaves alone one that %s', (_what, standing) => {
    expect(watch(begin(), standing, 1_000).stalls).toEqual([]);
  });

  it('finds a partition that is not read although one of its handlers runs', () => {
    const standing = standingAt({ low: 4, end: 99 }, { partitions: [holding({ records: 6, running: 1 })] });
    expect(watch(begin(), standing, 30).stalls).toMatchObject([{ kind: 'unread' }]);
  });

  it('finds records that were read and that nobody begins to handle', () => {
    const standing = standingAt({ low: 4 }, { partitions: [holding({ records: 6 })] });
    expect(watch(begin(), standing, 30).stalls).toMatchObject([{ kind: 'unhandled', partition: 0, records: 6 }]);
  });

  it('begins anew with another assignment, and when it is told to forgive', () => {
    const watchdog = begin();
    const unread = standingAt({ end: 15 });
    watch(watchdog, unread, 19);
    expect(watch(watchdog, { ...unread, epoch: 2 }, 19).stalls).toEqual([]);
    watchdog.forgive();
    expect(watch(watchdog, { ...unread, epoch: 2 }, 19).stalls).toEqual([]);
  });

  it('does not count the time for which its own process was stopped', () => {
    const watchdog = begin();
    watchdog.look(standingAt({ end: 15 }), TICK_MS);
    expect(watchdog.look(standingAt({ end: 15 }), 3_600_000).stalls).toEqual([]);
  });

  it('tells for how long a watermark is stuck, and for how long partitions are paused', () => {
    const watchdog = begin();
    const stuck = standingAt({ low: 4, paused: true }, { partitions: [holding({ records: 6, running: 1 })] });
    watch(watchdog, stuck, 1);
    const found = watch(watchdog, stuck, 60);
    expect(found.stuck).toEqual([{ topic: 'a', partition: 0, low: 4, forMs: 60_000, paused: true }]);
    expect(found.paused).toEqual({ count: 1, forMs: 60_000 });
    expect(watchdog.look(standingAt({}), TICK_MS)).toMatchObject({ stuck: [], paused: { count: 0, forMs: 0 } });
  });
});
