import type { Transaction } from 'kysely';
import type { Decision, StoredOutput } from '../store/decision.ts';

/** What a decision is about. */
export type DecisionRequest = Pick<Decision, 'inputId' | 'inputTimeMs' | 'conversationId' | 'partition' | 'outcome'>;

/** Concludes the outputs; `tx` is there exactly if the agent has a store. */
export type Conclude = (tx: Transaction<object> | undefined) => Promise<readonly StoredOutput[]>;

/** Makes one agent's decisions: with a store, once and for ever; without one, the same each time. */
export interface Decider {
  /** Resolves to the one decision about this input: the stored one if there is one, else the one concluded now. */
  decide(request: DecisionRequest, conclude: Conclude): Promise<Decision>;
  /** Resolves when every output is written to the log. Rejects when `signal` aborts first. */
  deliver(decision: Decision, signal: AbortSignal): Promise<void>;
}
