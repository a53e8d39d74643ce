import type { Timing, TraceContext } from '@troupe/contracts';
import { isConflict, isDatabaseUnavailable } from '@troupe/database';
import { inSpan, openBatchSpan } from '@troupe/observability';
import type { Arrival } from './arrival.ts';
import { runPatiently, type Outcome, type PatienceOptions } from './bisect.ts';
import { commitApart } from './commit-apart.ts';
import { commitArrivals, Overtaken, type SagaTransactionParts, type Settled } from './saga-transaction.ts';

/** What a batch is committed with. */
export interface CommitBatchParts extends SagaTransactionParts {
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
}

const traceOf = (arrival: Arrival): TraceContext => (arrival.kind === 'event' ? (arrival.trace ?? {}) : {});

const commitTraced = (items: readonly Arrival[], parts: CommitBatchParts): Promise<readonly Settled[]> => {
  const span = parts.tracing && openBatchSpan(parts.tracing, 'commit facts', items.map(traceOf));
  return inSpan(span, () => commitArrivals(items, parts));
};

const isOvertaken = (error: unknown): boolean => error instanceof Overtaken || isConflict(error);

/**
 * Commits a batch all at once, which is what nearly always goes well; otherwise it is taken apart. What another
 * transaction stood in the way of is run again.
 * @throws the database's own error when it is away, or when others stood in the way each time
 */
export const commitBatch = async (
  arrivals: readonly Arrival[],
  parts: CommitBatchParts,
): Promise<readonly Outcome<Settled>[]> => {
  const patience: PatienceOptions = { isConflict: isOvertaken, ...(parts.timing && { timing: parts.timing }) };
  try {
    const settled = await runPatiently(() => commitTraced(arrivals, parts), patience);
    return settled.map((result) => ({ ok: true, result }));
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    if (arrivals.length === 1) return [{ ok: false, error }];
    return runPatiently(() => commitApart(arrivals, parts), patience);
  }
};
