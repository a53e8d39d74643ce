import type { Family } from '../lexicon/word-group.ts';

/** Something in a ticket that says how its customer fares. */
export interface Cue {
  readonly family: Family;
  /** The words of the ticket, for people. */
  readonly text: string;
  /** What it adds to the log-odds that the ticket is negative. */
  readonly weight: number;
  /** The first of its tokens. */
  readonly at: number;
  /** One after the last of them. */
  readonly end: number;
}
