import type { TraceContext } from '@troupe/contracts';
import type { Transaction } from 'kysely';
import type { DecisionSubject, StoredOutput } from '../store/decision.ts';

/** What a decision is about. */
export interface DecisionRequest extends Omit<DecisionSubject, 'decider'> {
  /** It was looked for a moment ago and not found. Default false. */
  readonly isSought?: boolean;
}

/** Concludes the outputs; `tx` is there exactly if the agent has a store. */
export type Conclude = (tx: Transaction<object> | undefined) => Promise<readonly StoredOutput[]>;

/** What is to be run inside a decision, and what is to be done once it is stored. */
export interface Concluding {
  readonly conclude: Conclude;
  settle?(): void;
}

/** The one decision about an input, on its way to the log. */
export interface MadeDecision {
  /** That of the stored decision, which may be another than was asked for now. */
  readonly outcome: DecisionSubject['outcome'];
  /** See `StoredDecision`. */
  readonly events?: number;
  /** Resolves when every output is written to the log. Rejects when `signal` aborts first. */
  deliver(signal: AbortSignal): Promise<void>;
}

/** Makes one agent's decisions: with a store, once and for ever; without one, the same each time. */
export interface Decider {
  /**
   * Resolves to the one decision about this input: the stored one if there is one, else the one concluded now.
   * `trace` is the span that waits for it.
   * @throws TroupeError DATABASE_UNAVAILABLE · TASK_ABORTED · EventsSpent · what `conclude` threw
   */
  decide(
    request: DecisionRequest,
    conclude: Conclude,
    signal: AbortSignal,
    trace?: TraceContext,
  ): Promise<MadeDecision>;
}
