import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createGate } from '../gate.fixture.ts';
import { createConversationQueues, type ConversationQueues } from './conversation-queues.ts';
import { createFifo } from './fifo.ts';

const KEYS = ['a', 'b', 'c'];

describe('conversation queues', () => {
  it('keep the order within a conversation and run conversations side by side, up to the bound', async () => {
    const items = fc.array(fc.constantFrom(...KEYS), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), items, fc.integer({ min: 1, max: 4 }), async (scheduler, keys, concurrency) => {
        const ended: string[] = [];
        const running = new Set<string>();
        let most = 0;
        const queues = createConversationQueues<string>({
          concurrency: () => concurrency,
          run: async (item) => {
            expect(running.has(item.charAt(0))).toBe(false);
            running.add(item.charAt(0));
            most = Math.max(most, running.size);
            await scheduler.schedule(Promise.resolve());
            running.delete(item.charAt(0));
            ended.push(item);
          },
        });
        const added = keys.map((key, index) => `${key}${index}`);
        for (const item of added) queues.add(item.charAt(0), item);
        await scheduler.waitFor(queues.idle());
        for (const key of KEYS)
          expect(ended.filter((item) => item.startsWith(key))).toEqual(added.filter((item) => item.startsWith(key)));
        expect(most).toBe(Math.min(concurrency, new Set(keys).size));
        expect(queues.size).toBe(0);
      }),
    );
  });

  const stuck = (concurrency: number): { queues: ConversationQueues<string>; begun: string[]; open: () => void } => {
    const gate = createGate();
    const begun: string[] = [];
    const run = (item: string): Promise<void> => {
      begun.push(item);
      return gate.passed();
    };
    return {
      queues: createConversationQueues<string>({ concurrency: () => concurrency, run }),
      begun,
      open: gate.open,
    };
  };

  it('start an item at once when its conversation is free', () => {
    const { queues, begun } = stuck(2);
    queues.add('a', 'a1');
    expect(begun).toEqual(['a1']);
  });

  it('drop what waits when they are closed, and start nothing more', async () => {
    const { queues, begun, open } = stuck(2);
    for (const item of ['a1', 'a2', 'b1', 'c1']) queues.add(item.charAt(0), item);
    queues.close();
    queues.add('d', 'd1');
    expect(queues.size).toBe(2);
    open();
    await queues.idle();
    expect(begun).toEqual(['a1', 'b1']);
    expect(queues.size).toBe(0);
  });

  it('begin nothing at a bound of 0, and go on in order when it grows', async () => {
    const begun: string[] = [];
    let concurrency = 0;
    const queues = createConversationQueues<string>({
      concurrency: () => concurrency,
      run: (item) => Promise.resolve(void begun.push(item)),
    });
    for (const item of ['a1', 'a2', 'b1']) queues.add(item.charAt(0), item);
    expect(begun).toEqual([]);
    concurrency = 1;
    queues.proceed();
    await queues.idle();
    expect(begun).toEqual(['a1', 'b1', 'a2']);
  });

  it('are idle at once when nothing is under way', async () => {
    const { queues } = stuck(1);
    await queues.idle();
    queues.close();
    await queues.idle();
  });
});

describe('a fifo', () => {
  it('gives back what it was given, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 300 }), (steps) => {
        const fifo = createFifo<number>();
        const expected: number[] = [];
        for (const step of steps) {
          if (step === undefined) expect(fifo.shift()).toBe(expected.shift());
          else fifo.push(expected[expected.push(step) - 1] ?? 0);
          expect(fifo.size).toBe(expected.length);
        }
      }),
    );
  });

  it('gives places back', () => {
    const fifo = createFifo<number>();
    for (let item = 0; item < 1_000; item += 1) fifo.push(item);
    for (let item = 0; item < 1_000; item += 1) expect(fifo.shift()).toBe(item);
    expect(fifo.shift()).toBe(undefined);
    fifo.push(7);
    fifo.clear();
    expect(fifo.size).toBe(0);
  });
});
