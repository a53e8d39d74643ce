import { createBatcher } from '@troupe/agent-sdk';
import { asUnavailable } from '@troupe/database';
import type { Metrics } from '@troupe/observability';
import type { Arrival } from './arrival.ts';
import type { Outcome } from './bisect.ts';
import { commitBatch, type CommitBatchParts } from './commit-batch.ts';
import type { Settled } from './saga-transaction.ts';

/** Arrivals on their way into the store. */
export interface SagaBatches {
  /**
   * Resolves once the arrival is committed.
   * @throws TroupeError DATABASE_UNAVAILABLE: it may have been committed all the same, so submit again · UnknownVersion ·
   * what a definition threw, when it also threw in a transaction of its own
   */
  submit(arrival: Arrival): Promise<Settled>;
}

/** What batches are made of. */
export interface SagaBatchesParts extends CommitBatchParts {
  readonly metrics?: Pick<Metrics, 'commitBatch' | 'commitSeconds' | 'commitWaiting'> & CommitBatchParts['metrics'];
}

/** Transactions side by side; a partition always takes the same, so that what is older in it is folded first. */
const LANES = 2;
const MAX_BATCH = 256;

const runBatch = async (
  arrivals: readonly Arrival[],
  parts: SagaBatchesParts,
): Promise<readonly Outcome<Settled>[]> => {
  const end = parts.metrics?.commitSeconds.startTimer();
  parts.metrics?.commitBatch.observe(arrivals.length);
  try {
    return await commitBatch(arrivals, parts);
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    end?.();
  }
};

/** Deals partitions out to lanes as they are first met. */
const createDealer = <Lane>(lanes: readonly Lane[]): ((partition: number) => Lane | undefined) => {
  const dealt = new Map<number, number>();
  return (partition) => {
    const lane = dealt.get(partition) ?? dealt.size % lanes.length;
    dealt.set(partition, lane);
    return lanes[lane];
  };
};

/** What comes while a transaction runs makes up the next one: few commits under load, none delayed without. */
export const createSagaBatches = (parts: SagaBatchesParts): SagaBatches => {
  const run = (arrivals: readonly Arrival[]) => runBatch(arrivals, parts);
  const { timing } = parts;
  const laneOptions = { maxItems: MAX_BATCH, run, ...(timing && { timing }) };
  const laneOf = createDealer(
    Array.from({ length: LANES }, () => createBatcher<Arrival, Outcome<Settled>>(laneOptions)),
  );
  return {
    submit: async (arrival) => {
      parts.metrics?.commitWaiting.inc();
      const submitted = laneOf(arrival.partition)?.submit(arrival);
      const outcome = await submitted?.finally(() => parts.metrics?.commitWaiting.dec());
      if (outcome?.ok === true) return outcome.result;
      throw outcome?.error;
    },
  };
};
