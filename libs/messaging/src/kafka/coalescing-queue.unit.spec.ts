import { describe, expect, it } from '@jest/globals';
import { createCoalescingQueue, type PlacedRecord } from './coalescing-queue.ts';

const placed = (key: string, bytes = 10): PlacedRecord => ({
  record: { topic: 'a.b', key, value: Buffer.alloc(bytes), headers: {} },
  partition: 0,
});
const keysOf = (queue: ReturnType<typeof createCoalescingQueue>): readonly string[] =>
  queue.take().map(({ record }) => record.key);

describe('the coalescing queue', () => {
  it('puts everything that waits into one request, in the order of the calls', () => {
    const queue = createCoalescingQueue({ records: 100, bytes: 10_000 });
    void queue.add([placed('a'), placed('b')], 0);
    void queue.add([placed('c')], 0);
    expect(keysOf(queue)).toEqual(['a', 'b', 'c']);
    expect(queue.size).toBe(0);
  });

  it('keeps a request within its bounds, and lets a record that is larger go alone', () => {
    const queue = createCoalescingQueue({ records: 2, bytes: 200 });
    void queue.add([placed('a'), placed('b'), placed('c'), placed('large', 1_000), placed('d'), placed('e', 150)], 0);
    expect([1, 2, 3, 4, 5].map(() => keysOf(queue))).toEqual([['a', 'b'], ['c'], ['large'], ['d'], ['e']]);
  });

  it('ends a call when its last record is written', async () => {
    const queue = createCoalescingQueue({ records: 1, bytes: 200 });
    let ended = false;
    const call = queue.add([placed('a'), placed('b')], 0).then(() => (ended = true));
    queue.take()[0]?.call.written();
    await Promise.resolve();
    expect(ended).toBe(false);
    queue.take()[0]?.call.written();
    await call;
  });

  it('ends a call at the first record that is given up', async () => {
    const queue = createCoalescingQueue({ records: 100, bytes: 10_000 });
    const call = queue.add([placed('a'), placed('b')], 0);
    const [first, second] = queue.take();
    first?.call.failed(new Error('given up'));
    second?.call.written();
    await expect(call).rejects.toThrow('given up');
  });
});
