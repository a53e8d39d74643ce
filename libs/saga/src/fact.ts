/** An event of the saga's conversation, as it lies in the log. */
export interface EventFact {
  readonly kind: 'event';
  readonly id: string;
  readonly type: string;
  /** When the broker appended it: the clock that deadlines are judged by. Milliseconds since 1970 UTC. */
  readonly appendedMs: number;
  /** When it was concluded, by the clock of whoever concluded it; for people only. */
  readonly timeMs: number;
  readonly data: unknown;
}

/** The deadline of a step has passed in log time: whatever was appended before it has been read. */
export interface TimerFact {
  readonly kind: 'timer';
  readonly id: string;
  readonly step: string;
  readonly dueMs: number;
}

/** What a saga can decide, each at most once. A cancellation is not decided here: it comes as an event. */
export type DecisionName = 'completed' | 'rejected' | 'closed';

/** A decision that was taken is a fact like any other, so it is never taken again. */
export interface DecisionFact {
  readonly kind: 'decision';
  readonly id: string;
  readonly decision: DecisionName;
  readonly decidedMs: number;
}

/** All that a saga knows. */
export type SagaFact = EventFact | TimerFact | DecisionFact;

/** Orders events by log time, then id: the same however they were read. */
export const byLogOrder = (one: EventFact, other: EventFact): number => {
  if (one.appendedMs !== other.appendedMs) return one.appendedMs - other.appendedMs;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
};
