import type { InstructionDecision } from './instructions.ts';

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

/** A deadline has passed in log time: whatever was appended before it has been read. */
export interface TimerFact {
  readonly kind: 'timer';
  readonly id: string;
  /** The timer's name: see `StepState.timer` and `WHOLE`. */
  readonly step: string;
  readonly dueMs: number;
}

/** The timer of the whole saga; no step can have this name. */
export const WHOLE = '*';

/** How a saga comes out. A cancellation is not decided: it comes as an event. */
export type Resolution = 'completed' | 'rejected' | 'closed';

/**
 * What is decided about one step: its participant is asked to begin · somebody else is asked, because it is overdue · it is
 * asked to undo its part · its completion came late, and something was done about that.
 */
export type StepDecision = `${'begin' | 'overdue' | 'undo' | 'late'}:${string}`;

/** What a saga can decide, each at most once. */
export type DecisionName = Resolution | StepDecision | InstructionDecision;

/** A decision that was taken is a fact like any other, so it is never taken again. */
export interface DecisionFact {
  readonly kind: 'decision';
  readonly id: string;
  readonly decision: DecisionName;
  readonly decidedMs: number;
  /** Of a completion that not every step belongs to: the steps that it was made of. */
  readonly counted?: readonly string[];
  /** Of an instruction: why it changes nothing. */
  readonly refused?: string;
  /** Of an instruction: that its step begins again. */
  readonly restarts?: true;
}

/** All that a saga knows. */
export type SagaFact = EventFact | TimerFact | DecisionFact;

/** Orders events by log time, then id: the same however they were read. */
export const byLogOrder = (one: EventFact, other: EventFact): number => {
  if (one.appendedMs !== other.appendedMs) return one.appendedMs - other.appendedMs;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
};

/** The first of them in the log. */
export const earliest = (events: readonly (EventFact | undefined)[]): EventFact | undefined =>
  events.filter((event) => event !== undefined).toSorted(byLogOrder)[0];

/** The last of them in the log. */
export const latest = (events: readonly (EventFact | undefined)[]): EventFact | undefined =>
  events
    .filter((event) => event !== undefined)
    .toSorted(byLogOrder)
    .at(-1);
