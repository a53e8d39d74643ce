import { createBatcher } from '@troupe/agent-sdk';
import type { Timing, TraceContext } from '@troupe/contracts';
import { asUnavailable, isConflict, isDatabaseUnavailable } from '@troupe/database';
import { partitionOf } from '@troupe/messaging';
import { inSpan, openBatchSpan, type Metrics } from '@troupe/observability';
import type { Arrival } from './arrival.ts';
import { runBisected, type Outcome } from './bisect.ts';
import { commitArrivals, Overtaken, type SagaTransactionParts, type Settled } from './saga-transaction.ts';

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
export interface SagaBatchesParts extends SagaTransactionParts {
  readonly metrics?: Pick<Metrics, 'commitBatch' | 'commitSeconds' | 'commitWaiting'>;
  readonly timing: Timing;
}

/** Transactions side by side; an instance always takes the same. */
const LANES = 2;
const MAX_BATCH = 256;

const runBatch = async (
  arrivals: readonly Arrival[],
  parts: SagaBatchesParts,
): Promise<readonly Outcome<Settled>[]> => {
  const end = parts.metrics?.commitSeconds.startTimer();
  parts.metrics?.commitBatch.observe(arrivals.length);
  try {
    return await runBisected(arrivals, {
      run: (items) => commitTraced(items, parts),
      isConflict: (error) => error instanceof Overtaken || isConflict(error),
      isOutage: isDatabaseUnavailable,
      timing: parts.timing,
    });
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    end?.();
  }
};

const traceOf = (arrival: Arrival): TraceContext => (arrival.kind === 'event' ? (arrival.trace ?? {}) : {});

const commitTraced = (items: readonly Arrival[], parts: SagaBatchesParts): Promise<readonly Settled[]> => {
  const span = parts.tracing && openBatchSpan(parts.tracing, 'commit facts', items.map(traceOf));
  return inSpan(span, () => commitArrivals(items, parts));
};

/** What comes while a transaction runs makes up the next one: few commits under load, none delayed without. */
export const createSagaBatches = (parts: SagaBatchesParts): SagaBatches => {
  const run = (arrivals: readonly Arrival[]) => runBatch(arrivals, parts);
  const lanes = Array.from({ length: LANES }, () =>
    createBatcher<Arrival, Outcome<Settled>>({ maxItems: MAX_BATCH, run }),
  );
  return {
    submit: async (arrival) => {
      parts.metrics?.commitWaiting.inc();
      const submitted = lanes[partitionOf(`lane of ${arrival.conversationId}`, LANES)]?.submit(arrival);
      const outcome = await submitted?.finally(() => parts.metrics?.commitWaiting.dec());
      if (outcome?.ok === true) return outcome.result;
      throw outcome?.error;
    },
  };
};
