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

/**
 * One transaction at a time, so that what is older in a partition is folded first. What comes while it runs makes up the
 * next one: few commits under load, none delayed without.
 */
export const createSagaBatches = (parts: SagaBatchesParts): SagaBatches => {
  const run = (arrivals: readonly Arrival[]) => runBatch(arrivals, parts);
  const { timing } = parts;
  const batcher = createBatcher<Arrival, Outcome<Settled>>({ maxItems: MAX_BATCH, run, ...(timing && { timing }) });
  return {
    submit: async (arrival) => {
      parts.metrics?.commitWaiting.inc();
      const outcome = await batcher.submit(arrival).finally(() => parts.metrics?.commitWaiting.dec());
      if (outcome.ok) return outcome.result;
      throw outcome.error;
    },
  };
};
