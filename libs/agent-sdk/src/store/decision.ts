import type { OutgoingRecord } from '@troupe/messaging';

/** An output as it is kept: complete bytes and headers, ready to be published by whoever finds it. */
export interface StoredOutput extends OutgoingRecord {
  /** The event's id, derived from what caused it. */
  readonly id: string;
}

/** Which decision is meant: of one decider about one input there is at most one. */
export interface DecisionKey {
  /** The agent, the saga or the gateway. */
  readonly decider: string;
  /** The id of the input event, or the derived id of what is decided. */
  readonly inputId: string;
  /**
   * ce_time of the input, in milliseconds since 1970 UTC: gives the day that the row belongs to, so it must be the same for
   * every copy of the input.
   */
  readonly inputTimeMs: number;
}

/** What is decided about, before anything has been concluded. */
export interface DecisionSubject extends DecisionKey {
  readonly conversationId: string;
  /** The conversation's partition: its owner publishes what is undelivered. */
  readonly partition: number;
  /** Whether the input was handled or given up: either is final. */
  readonly outcome: 'decided' | 'dead-lettered';
  /** Of an event that counts among those of its conversation: how many of them this store may decide at most. */
  readonly countsUpTo?: number;
}

/** The whole result of handling one input, decided once and for ever. */
export interface Decision extends DecisionSubject {
  /** In the order in which they were concluded. */
  readonly outputs: readonly StoredOutput[];
}

/** A decision that is in the store. */
export interface StoredDecision extends Decision {
  /** Grows with every decision of this store; within a conversation it is the order in which they were decided. */
  readonly position: number;
  /** Whether every output is known to be in the log. A decision without outputs is delivered from the start. */
  readonly delivered: boolean;
  /** Of one that counts and was stored just now: how many of its conversation there are with it. */
  readonly events?: number;
}

/**
 * A text as Postgres can hold it. Ids come from headers that anybody may have written; one that holds a NUL must not make
 * an event that can neither be handled nor given up.
 */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\ufffd');

/** Stands for a decision's key in a Map or a Set. */
export const keyOf = ({ decider, inputId }: Pick<DecisionKey, 'decider' | 'inputId'>): string =>
  `${decider} ${storable(inputId)}`;
