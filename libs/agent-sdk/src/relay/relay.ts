import type { Timing } from '@troupe/contracts';
import type { Publisher } from '@troupe/messaging';
import type { Metrics } from '@troupe/observability';
import type { Logger } from 'pino';
import type { DecisionStore } from '../store/decision-store.ts';
import type { StoredDecision } from '../store/decision.ts';

/**
 * Publishes what has been decided: of one conversation in the order of the decisions, each only after every output of
 * the one before is acknowledged. No transaction and no lock is held meanwhile; two relays can make duplicates, never
 * another order of first copies.
 */
export interface Relay {
  /**
   * Resolves when every output of these committed decisions is acknowledged, at once for those that are known to be.
   * Tries for as long as it takes. `signal` is that of the ownership of the partition, never of one caller's patience.
   * @throws TroupeError TASK_ABORTED when `signal` aborts first or the relay closes: the decisions stay in the store, for
   * whoever owns the partition then
   */
  deliver(decisions: readonly StoredDecision[], signal: AbortSignal): Promise<void>;
  /**
   * Delivers what the store holds undelivered of these partitions. To be awaited when partitions were gained, before
   * any record of them is handled; for the partitions that are owned the relay does it by itself every second.
   * @throws TroupeError TASK_ABORTED
   */
  sweep(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  /** Decisions on their way to Kafka. */
  pending(): number;
  /** Gives up what is on its way, marks what arrived. Idempotent. */
  close(): Promise<void>;
}

/** What a relay is made of. */
export interface RelayOptions {
  readonly store: Pick<DecisionStore, 'undelivered' | 'markDelivered'>;
  readonly publisher: Pick<Publisher, 'publish'>;
  /** The partitions that this process owns now. */
  readonly partitions: () => readonly number[];
  readonly log: Logger;
  readonly metrics?: Pick<Metrics, 'relayed' | 'undelivered' | 'relayFailures'>;
  /** Waits between attempts; rejects when the signal aborts. Default: by `timing`. */
  readonly wait?: Wait;
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
}

/** Waits so many milliseconds; rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;
