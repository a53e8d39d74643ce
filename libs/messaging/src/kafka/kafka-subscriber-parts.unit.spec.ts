import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createWatermark } from '../queues/watermark.ts';
import { silentLogger } from './kafka-logger.ts';
import { createCommits, type Commits, type CommitsOptions } from './kafka-subscriber-commits.ts';
import { HEARTBEAT_MS, waitBeating, type Membership } from './kafka-subscriber-drain.ts';
import { createEndOffsets, type ReadEnds } from './kafka-subscriber-end-offsets.ts';
import { startAt } from './kafka-subscriber-positions.ts';

type Committed = Parameters<CommitsOptions['offsets']['commitOffsets']>[0]['topics'];

const flush = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('commits', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const bench = (answer: () => Promise<void> = () => Promise.resolve()) => {
    const sent: Committed[] = [];
    const watermarks = [createWatermark(5), createWatermark(7)];
    const commits: Commits = createCommits({
      offsets: {
        commitOffsets: ({ topics }) => {
          sent.push(topics);
          return answer();
        },
      },
      progress: () => watermarks.map((watermark, partition) => ({ topic: 'a', partition, watermark })),
      prefix: 't1.',
      logger: silentLogger,
    });
    return { sent, watermarks, commits };
  };

  it('gather for half a second, and carry only what has changed', async () => {
    const { sent, watermarks, commits } = bench();
    commits.soon();
    commits.soon();
    await jest.advanceTimersByTimeAsync(499);
    expect(sent).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(sent).toEqual([
      [
        {
          topic: 't1.a',
          partitions: [
            { partition: 0, offset: '5', metadata: '' },
            { partition: 1, offset: '7', metadata: '' },
          ],
        },
      ],
    ]);
    watermarks[1]?.pass(9);
    commits.soon();
    await jest.advanceTimersByTimeAsync(500);
    expect(sent.at(-1)).toEqual([{ topic: 't1.a', partitions: [{ partition: 1, offset: '9', metadata: '' }] }]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are made again when Kafka does not take them', async () => {
    let attempts = 0;
    const { sent, commits } = bench(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    });
    commits.soon();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('end with a last one, which waits for the one under way and says whether it was taken', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { sent, watermarks, commits } = bench(() => promise);
    commits.soon();
    await jest.advanceTimersByTimeAsync(500);
    watermarks[0]?.pass(6);
    const last = commits.last();
    await flush();
    expect(sent).toHaveLength(1);
    resolve(undefined);
    expect(await last).toBe(true);
    expect(sent).toHaveLength(2);
    commits.soon();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('a wait with heartbeats', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const never = new Promise<never>(() => undefined);
  const held = (): Promise<Membership> => Promise.resolve('held');

  it('ends with the work, even when that fails, and leaves no timer', async () => {
    expect(await waitBeating(Promise.resolve(), held, 100)).toBe('done');
    expect(await waitBeating(Promise.reject(new Error('failed')), held, 100)).toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends heartbeats until the limit', async () => {
    const beat = jest.fn(held);
    const waited = waitBeating(never, beat, HEARTBEAT_MS * 3 + 1);
    await jest.advanceTimersByTimeAsync(HEARTBEAT_MS * 3 + 1);
    expect(await waited).toBe('late');
    expect(beat).toHaveBeenCalledTimes(4);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends when the membership is lost', async () => {
    expect(await waitBeating(never, () => Promise.resolve('lost'), 100)).toBe('lost');
  });
});

describe('end offsets', () => {
  it('are read after the question: who asks during a request shares the next one', async () => {
    const requests: { partitions: number[]; answer: (end: number) => void }[] = [];
    const read: ReadEnds = (partitions) =>
      new Promise((resolve) => {
        const answer = (end: number): void =>
          resolve(new Map([...partitions].map((partition) => [partition, new Map([['a', end]])])));
        requests.push({ partitions: [...partitions], answer });
      });
    const ends = createEndOffsets(read);
    const first = ends(0);
    await flush();
    const [second, third] = [ends(0), ends(4)];
    await flush();
    expect(requests.map(({ partitions }) => partitions)).toEqual([[0]]);
    requests[0]?.answer(1);
    expect(await first).toEqual(new Map([['a', 1]]));
    await flush();
    expect(requests.map(({ partitions }) => partitions)).toEqual([[0], [0, 4]]);
    requests[1]?.answer(2);
    expect([await second, await third]).toEqual([new Map([['a', 2]]), new Map([['a', 2]])]);
  });

  it('are read again after a failure', async () => {
    let requests = 0;
    const ends = createEndOffsets((partitions) => {
      requests += 1;
      return requests === 1
        ? Promise.reject(new Error('away'))
        : Promise.resolve(new Map([...partitions].map((partition) => [partition, new Map()])));
    });
    await expect(ends(0)).rejects.toThrow('away');
    expect(await ends(0)).toEqual(new Map());
  });
});

describe('where a group begins', () => {
  const position = { topic: 't1.a', partition: 2, committed: 5, metadata: null, low: 3, high: 9 };

  it('is the committed offset, with what was completed above it', () => {
    expect(startAt(position)).toEqual({ partition: 2, offset: 5, completed: [] });
  });

  it('is the beginning where nothing was committed', () => {
    expect(startAt({ ...position, committed: -1 })).toMatchObject({ offset: 3 });
  });

  it.each([3, 9])('may be the very end of what is retained: %i', (committed) => {
    expect(startAt({ ...position, committed })).toMatchObject({ offset: committed });
  });

  it.each([2, 10])('is for a person to say when %i is committed and 3 to 9 are retained', (committed) => {
    expect(() => startAt({ ...position, committed })).toThrow(/t1\.a/);
  });
});
