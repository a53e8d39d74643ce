import type { StoredDecision } from '../store/decision.ts';

/** Somebody who waits for a delivery. */
export interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** A decision in line, and who waits for it. */
export interface Entry {
  readonly decision: StoredDecision;
  readonly waiters: Set<Waiter>;
}

/** The undelivered decisions of one conversation, in the order in which they were decided. */
export interface ConversationLine {
  readonly entries: Entry[];
  /** Whether the first entry is being published: nothing may be put before it. */
  publishing: boolean;
}

/** The entry of this decision: the one that is in line already, or a new one at its place. */
export const enter = (line: ConversationLine, decision: StoredDecision): Entry => {
  const { entries, publishing } = line;
  const present = entries.find((entry) => entry.decision.position === decision.position);
  if (present !== undefined) return present;
  const entry: Entry = { decision, waiters: new Set() };
  const later = entries.findIndex((other) => other.decision.position > decision.position);
  const place = later === -1 ? entries.length : later;
  entries.splice(publishing ? Math.max(place, 1) : place, 0, entry);
  return entry;
};

/**
 * Whether anybody still waits for anything in this line. An entry whose own waiters are gone is published all the same
 * when a later one is waited for: its place in the order is before that.
 */
export const isWanted = ({ entries }: ConversationLine): boolean => entries.some(({ waiters }) => waiters.size > 0);
