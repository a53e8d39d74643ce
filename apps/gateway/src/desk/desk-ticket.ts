/** How a ticket was told from others; null until it was. */
export type TicketLevel = 'critical' | 'routine' | null;

/** A passage that a draft rests on. */
export interface Citation {
  readonly file: string;
  readonly heading: string;
  /** The sentence that fits best. */
  readonly quote: string;
  readonly score: number;
}

/** What an agent drafted for a ticket, or that it found nothing. */
export interface Draft {
  /** Of the event reply.drafted. */
  readonly id: string;
  /** With the numbers of its citations in brackets, from 1; null when nothing was found. */
  readonly text: string | null;
  /** What a customer is sent who is sent it as it is: without these numbers. */
  readonly sendable: string | null;
  /** Why there is no text; null when there is one. */
  readonly reason: string | null;
  readonly citations: readonly Citation[];
  readonly writtenBy: string;
}

/** A ticket as the desk keeps it. Times are in milliseconds since 1970 UTC. */
export interface DeskTicket {
  readonly tenant: string;
  readonly conversationId: string;
  readonly openedMs: number;
  /** Null for one that was opened before there was a desk. */
  readonly customerId: string | null;
  readonly subject: string | null;
  /** The beginning of what the customer wrote. */
  readonly excerpt: string | null;
  readonly channel: string | null;
  readonly level: TicketLevel;
  /** Of the sentiment, as triage said; null until it did. */
  readonly score: number | null;
  readonly urgency: string | null;
  readonly topic: string | null;
  readonly draft: Draft | null;
  readonly takenBy: string | null;
  readonly takenMs: number | null;
  /** Since when the customer waits for a person's word; null while they do not. */
  readonly waitingSinceMs: number | null;
  readonly closedBy: string | null;
  readonly closedMs: number | null;
  /** Grows with everything that people do with it. */
  readonly revision: number;
}

/** What an action changes of a ticket. */
export type DeskChanges = Partial<Pick<DeskTicket, 'takenBy' | 'takenMs' | 'waitingSinceMs' | 'closedBy' | 'closedMs'>>;
