import { describe, expect, it } from '@jest/globals';
import { eventually } from '@troupe/testing';
import { createGate, type Gate } from '../gate.fixture.ts';
import type { IncomingRecord, Task } from '../ports.ts';
import { createAssignedWork, type AssignedWork } from './assigned-work.ts';
import { createThrottle, type Throttle } from './throttle.ts';

const recordAt = (offset: number, key: string | null = `k-${offset}`, bytes = 10): IncomingRecord => ({
  topic: 'a',
  partition: 0,
  offset: BigInt(offset),
  key,
  value: Buffer.alloc(bytes),
  headers: {},
  appendedMs: 0,
});

interface Bench {
  readonly work: AssignedWork;
  readonly throttle: Throttle;
  readonly begun: IncomingRecord[];
  readonly tasks: Task[];
  readonly pauses: string[];
  readonly thrown: unknown[];
  /** What `handle` waits for. */
  gates: Map<number, Gate>;
  take(...records: IncomingRecord[]): void;
  release(offset: number): void;
}

const bench = (bounds: { records?: number; bytes?: number; watermarkGap?: number } = {}, hold = true): Bench => {
  const begun: IncomingRecord[] = [];
  const tasks: Task[] = [];
  const pauses: string[] = [];
  const thrown: unknown[] = [];
  const gates = new Map<number, Gate>();
  const throttle = createThrottle();
  const work = createAssignedWork({
    epoch: 3,
    throttle,
    starts: ['a', 'b'].map((topic) => ({ topic, partition: 0, offset: 0, completed: [] })),
    bounds: { records: 100, bytes: 10_000, watermarkGap: 100, ...bounds },
    handle: async (record, task) => {
      begun.push(record);
      tasks.push(task);
      const gate = createGate();
      gates.set(Number(record.offset), gate);
      if (hold) await gate.passed();
    },
    onPause: (topic, partition, paused) => pauses.push(`${topic}/${partition} ${paused ? 'paused' : 'resumed'}`),
    onProgress: () => undefined,
    onThrow: (_record, error) => thrown.push(error),
  });
  const take = (...records: IncomingRecord[]): void =>
    work.take({ topic: 'a', partition: 0, records, next: Number(records.at(-1)?.offset ?? -1n) + 1 });
  return { work, throttle, begun, tasks, pauses, thrown, gates, take, release: (offset) => gates.get(offset)?.open() };
};

describe('the work of an assignment', () => {
  it('hands every record over at once when conversations are free, with its epoch', () => {
    const { take, begun, tasks, work } = bench();
    take(recordAt(0), recordAt(1), recordAt(2));
    expect(begun.map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
    expect(tasks.every((task) => task.epoch === 3 && task.isCurrent())).toBe(true);
    expect(work.inFlight()).toBe(3);
  });

  it('keeps records without a key in order among each other', async () => {
    const { take, begun, release } = bench();
    take(recordAt(0, null), recordAt(1, null), recordAt(2));
    expect(begun.map(({ offset }) => offset)).toEqual([0n, 2n]);
    release(0);
    await eventually(() => expect(begun).toHaveLength(3));
  });

  it.each([
    ['records', { records: 4 }],
    ['bytes', { bytes: 40 }],
  ])('pauses all topics of a partition at the bound of %s, and resumes when half is free', async (_name, bounds) => {
    const { take, pauses, release } = bench(bounds);
    take(recordAt(0), recordAt(1), recordAt(2));
    expect(pauses).toEqual([]);
    take(recordAt(3));
    expect(pauses).toEqual(['a/0 paused', 'b/0 paused']);
    release(0);
    release(1);
    release(2);
    await eventually(() => expect(pauses.slice(2)).toEqual(['a/0 resumed', 'b/0 resumed']));
  });

  it('pauses only the topic whose watermark is too far behind', async () => {
    const { take, pauses, release, work } = bench({ watermarkGap: 4 });
    take(...[0, 1, 2, 3].map((offset) => recordAt(offset)));
    for (const offset of [1, 2, 3]) release(offset);
    await eventually(() => expect(work.inFlight()).toBe(1));
    expect(pauses).toEqual(['a/0 paused']);
    release(0);
    await eventually(() => expect(pauses).toEqual(['a/0 paused', 'a/0 resumed']));
  });

  it('tells of a handler that throws, and does not count its record as dealt with', async () => {
    const thrown: unknown[] = [];
    const work = createAssignedWork({
      throttle: createThrottle(),
      epoch: 1,
      starts: [{ topic: 'a', partition: 0, offset: 0, completed: [] }],
      bounds: { records: 10, bytes: 100, watermarkGap: 10 },
      handle: () => Promise.reject(new Error('a hole')),
      onPause: () => undefined,
      onProgress: () => undefined,
      onThrow: (_record, error) => thrown.push(error),
    });
    work.take({ topic: 'a', partition: 0, records: [recordAt(0)], next: 1 });
    await eventually(() => expect(thrown).toEqual([new Error('a hole')]));
    expect(work.watermarks(0)).toEqual(new Map([['a', 0n]]));
  });

  it('lets what was asked to give up throw, without fuss', async () => {
    const { work, take, thrown, tasks, gates } = bench();
    take(recordAt(0));
    work.abort();
    expect(tasks[0]?.signal.aborted).toBe(true);
    expect(tasks[0]?.isCurrent()).toBe(true);
    gates.get(0)?.open();
    await work.idle();
    expect(thrown).toEqual([]);
  });

  it('counts nothing once it has ended: its owner is another by then', async () => {
    const { work, take, release, tasks } = bench();
    take(recordAt(0), recordAt(1));
    work.close();
    work.end();
    expect(tasks.map((task) => task.isCurrent())).toEqual([false, false]);
    release(0);
    release(1);
    await work.idle();
    expect(work.watermarks(0).get('a')).toBe(0n);
    expect(await work.reached(0, new Map([['a', 0]]))).toBe(false);
  });

  it('takes nothing once it is closed', () => {
    const { work, take, begun } = bench();
    work.close();
    take(recordAt(0));
    expect(begun).toEqual([]);
  });

  it('says when the watermarks have reached their ends, without being asked again', async () => {
    const { work, take, release } = bench();
    take(recordAt(0), recordAt(1));
    const answers: string[] = [];
    const ask = (name: string, end: number, signal?: AbortSignal): Promise<unknown> =>
      work.reached(0, new Map([['a', end]]), signal).then((reached) => answers.push(`${name} ${reached}`));
    const given = new AbortController();
    const asked = [ask('first', 1), ask('both', 2), ask('beyond', 3), ask('given up', 3, given.signal)];
    release(0);
    await eventually(() => expect(answers).toEqual(['first true']));
    given.abort();
    release(1);
    await eventually(() => expect(answers).toEqual(['first true', 'given up false', 'both true']));
    work.end();
    await Promise.all(asked);
    expect(answers.at(-1)).toBe('beyond false');
    expect(await work.reached(5, new Map())).toBe(false);
  });

  it('says how far it is, what it holds, and where the log ends', async () => {
    const { work, take, release } = bench();
    take(recordAt(0), recordAt(1), recordAt(2, 'k-1'));
    work.told({ topic: 'a', partition: 0 }, 9, 1_000);
    work.told({ topic: 'a', partition: 7 }, 9, 1_000);
    release(0);
    await new Promise(setImmediate);
    expect(work.standing()).toEqual({
      epoch: 3,
      lanes: [
        { topic: 'a', partition: 0, low: 1, position: 3, end: 9, toldMs: 1_000, paused: false },
        { topic: 'b', partition: 0, low: 0, position: 0, end: 0, toldMs: 0, paused: false },
      ],
      partitions: [{ partition: 0, records: 2, bytes: 20, running: 1, dealt: 1 }],
      bounds: { records: 100, bytes: 10_000, watermarkGap: 100 },
      concurrency: 512,
    });
  });

  it('reads nothing on while it is held, and begins nothing at a bound of 0', () => {
    const { work, take, throttle, pauses, begun } = bench();
    Object.assign(throttle, { held: true, concurrency: 0 });
    work.throttled();
    expect(pauses).toEqual(['a/0 paused', 'b/0 paused']);
    take(recordAt(0));
    expect([begun.length, work.inFlight()]).toEqual([0, 1]);
    Object.assign(throttle, { held: false, concurrency: 1 });
    work.throttled();
    expect(pauses.slice(2)).toEqual(['a/0 resumed', 'b/0 resumed']);
    expect(begun.map(({ offset }) => offset)).toEqual([0n]);
  });
});
