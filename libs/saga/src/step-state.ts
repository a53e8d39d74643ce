import type { EventFact } from './fact.ts';
import type { Hold } from './held.ts';
import type { StepDefinition } from './saga-definition.ts';

/**
 * What became of a step, judged in log time. An answer after the deadline does not count, whenever it is read. 'held': its
 * agent holds what it should answer, and that is taken for no answer.
 */
export type Verdict = 'undecided' | 'completed' | 'failed' | 'timed-out' | 'held';

/** One step of one instance; of a step per item, one item. */
export interface StepState {
  readonly definition: StepDefinition;
  /** Names it among all: `reserve`, `offer:acme`. A step per item whose items are not known yet has the step's own name. */
  readonly name: string;
  /** The item; undefined also while the items are not known. */
  readonly item: string | undefined;
  readonly verdict: Verdict;
  /** Undefined until it begins. */
  readonly beganMs: number | undefined;
  /** Until when an answer is in time; undefined until it begins. */
  readonly dueMs: number | undefined;
  /** What is waited for next: its name in timer facts, and when it passes. Undefined where nothing of its own is. */
  readonly timer: { readonly name: string; readonly dueMs: number } | undefined;
  /** Whether it is time to ask somebody else. */
  readonly isOverdue: boolean;
  /** Whether the saga can complete without it, as it came out. */
  readonly isExcused: boolean;
  /** The answer that counts, or that it is held: the first in the log, if it is in time. */
  readonly answer: EventFact | undefined;
  /** The first completion in the log, in time or not. */
  readonly completion: EventFact | undefined;
  /** Whether that is good enough. */
  readonly isAccepted: boolean;
  /** The first no in the log, in time or not. */
  readonly refusal: EventFact | undefined;
  readonly compensation: EventFact | undefined;
  /** What holds it up, or its undo. */
  readonly hold: Hold | undefined;
}

/** Whether it ended without an answer: its participant may still do its part. */
export const isUnanswered = ({ verdict }: Pick<StepState, 'verdict'>): boolean =>
  verdict === 'timed-out' || verdict === 'held';

/** Whether it stands for the items of a step that are not known. */
export const isUnlisted = ({ definition, item }: StepState): boolean =>
  definition.forEach !== undefined && item === undefined;
