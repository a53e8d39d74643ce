import { systemTiming, waitBy, type Timing } from '@troupe/contracts';

/** What became of one item of a batch. */
export type Outcome<Result> =
  { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly error: unknown };

/** How something is run that another transaction may stand in the way of. */
export interface PatienceOptions {
  /** Whether another transaction stood in the way, so that running the same once more is the answer. */
  readonly isConflict: (error: unknown) => boolean;
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
}

/** How a batch is taken apart. */
export interface BisectOptions<Item, Result> {
  /** Runs a batch, all of it or nothing: results in the order of the items. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Whether no batch could have succeeded: that error is every item's. */
  readonly endsAll: (error: unknown) => boolean;
}

const TRIES = 6;
const LONGEST_PAUSE_MS = 40;

/** Runs something again, a few times, for as long as it meets other transactions. */
export const runPatiently = async <Result>(
  run: () => Promise<Result>,
  { isConflict, timing = systemTiming }: PatienceOptions,
): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isConflict(error) || tries === TRIES) throw error;
      await waitBy(timing)(timing.random() * LONGEST_PAUSE_MS);
    }
  }
};

/**
 * Runs a batch; where it fails, its halves, and theirs, until only the culprits are left: they fail alone.
 * @throws the error that ends all
 */
export const runBisected = async <Item, Result>(
  items: readonly Item[],
  options: BisectOptions<Item, Result>,
): Promise<readonly Outcome<Result>[]> => {
  try {
    return (await options.run(items)).map((result) => ({ ok: true, result }));
  } catch (error) {
    if (options.endsAll(error)) throw error;
    if (items.length === 1) return [{ ok: false, error }];
    const middle = Math.ceil(items.length / 2);
    return [
      ...(await runBisected(items.slice(0, middle), options)),
      ...(await runBisected(items.slice(middle), options)),
    ];
  }
};
