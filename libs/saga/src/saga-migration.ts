import type { EventFact, TimerFact } from './fact.ts';

/** A fact that is kept of an instance. Decisions stay as they were taken. */
export type StoredFact = EventFact | TimerFact;

/** How instances that began with an earlier version go on with this one. Nothing is moved until somebody asks for it. */
export interface SagaMigration {
  /** The version that they have now. */
  readonly from: string;
  /**
   * What a stored fact says to this version; undefined when it says nothing. Pure. What it was, and when it was
   * appended, cannot be changed: `kind`, `id` and log time stay. Default: every fact says what it said.
   */
  readonly facts?: (fact: StoredFact) => StoredFact | undefined;
}
