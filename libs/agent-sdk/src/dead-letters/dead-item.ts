import type { Approval } from './approval.ts';

/** A place in the log of dead letters. */
export interface LogPlace {
  readonly offset: bigint;
  /** When the broker appended it, in milliseconds since 1970 UTC. */
  readonly appendedMs: number;
}

/** An event that is held. */
export interface EntryItem extends LogPlace {
  readonly kind: 'entry';
  readonly id: string;
  /** Why it is held. Any code: of an error, of a hook that asks a person, or `PARKED`. */
  readonly code: string;
  /** Whether it waits for nothing but those before it. Others wait until somebody says so. */
  readonly parked: boolean;
  /** Whether it stands in the line of its conversation. What names none, or another than its key does, holds up nobody. */
  readonly inLine: boolean;
}

/** What an order is about: one entry, or all of the conversation that lie at or below an offset. */
export type Target = { readonly entry: string } | { readonly upTo: bigint };

/** An order of a person. */
export interface OrderItem extends LogPlace {
  readonly kind: 'released' | 'discarded' | 'edited';
  readonly target: Target;
  readonly by: Approval;
}

/** What the agent says of an entry that it was to handle. */
export type OutcomeItem =
  | (LogPlace & { readonly kind: 'settled'; readonly entry: string })
  | (LogPlace & {
      readonly kind: 'failed';
      readonly entry: string;
      /** Which of its attempts at this entry failed, from 0. */
      readonly round: number;
      readonly code: string;
    });

/** One record of a log of dead letters. */
export type DeadItem = EntryItem | OrderItem | OutcomeItem;
