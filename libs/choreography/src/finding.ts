import type { Choreography } from './choreography.ts';

/** Every rule by its id, in the order in which they are checked: docs/reference/choreography.md has a row for each. */
export const RULES = [
  'name-twice',
  'name-elsewhere',
  'unknown-event',
  'event-unpublished',
  'event-unread',
  'wrong-key',
  'schemas-unfit',
  'cycle-unbounded',
  'join-hopeless',
  'step-not-undone',
  'undo-unconfirmed',
  'held-by-nobody',
] as const;

/** The id of a rule. */
export type RuleId = (typeof RULES)[number];

/** What a rule found wrong. */
export interface Finding {
  readonly rule: RuleId;
  /** Where: a file or folder, and what in it. */
  readonly place: string;
  /** What is wrong there. */
  readonly what: string;
  /** What to do about it. */
  readonly mend: string;
}

/** Looks for one kind of defect. Pure. */
export type Rule = (choreography: Choreography) => readonly Finding[];
