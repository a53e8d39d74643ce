import { systemTiming, type Timing } from '@troupe/contracts';

/** Gathers what comes in one turn of the event loop, or while a batch is under way, into one batch. */
export interface Batcher<Item, Result> {
  /** Resolves or rejects as the batch says for this item. */
  submit(item: Item): Promise<Result>;
}

/** How batches are run. */
export interface BatcherOptions<Item, Result> {
  /** Items of one batch at most. */
  readonly maxItems: number;
  /** Runs one batch: a result for each item, in their order. A rejection is every item's. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Default: the turns of the process. */
  readonly timing?: Pick<Timing, 'turn'>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** One batch at a time: alone, an item waits for no other; under load, batches grow by themselves and cost fewer commits. */
export const createBatcher = <Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> => {
  const { maxItems, run, timing = systemTiming } = options;
  const waiting: Waiting<Item, Result>[] = [];
  let running = false;
  const runNext = async (): Promise<void> => {
    const batch = waiting.splice(0, maxItems);
    try {
      const results = await run(batch.map(({ item }) => item));
      // A batch answers for every item, in order.
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const drain = async (): Promise<void> => {
    running = true;
    // What one fetch has brought is handed in within a turn, item by item.
    await timing.turn();
    while (waiting.length > 0) await runNext();
    running = false;
  };
  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!running) void drain();
      }),
  };
};
