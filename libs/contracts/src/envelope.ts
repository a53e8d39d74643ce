/** Versions of what shaped an event, for whoever asks later why it was concluded. */
export interface Provenance {
  readonly agent?: string;
  readonly prompt?: string;
  readonly model?: string;
  readonly policy?: string;
}

/** Which trace something belongs to, as W3C headers say it: where there is no `traceparent` there is no `tracestate`. */
export interface TraceContext {
  /** The span that something comes from. */
  readonly traceparent?: string;
  /** What tracing systems add to it; at most 512 characters. */
  readonly tracestate?: string;
  /** W3C Baggage: what whoever began the trace sends along; at most 8,192 characters. Handed on, never read. */
  readonly baggage?: string;
}

/** What travels beside the data of an event: CloudEvents attributes in binary mode, as Kafka headers. */
export interface Envelope extends TraceContext {
  /** Unique per event and derived, never random, wherever it can be: the key of every deduplication. */
  readonly id: string;
  /** The logical event type, never prefixed. */
  readonly type: string;
  /** Who concluded it: the agent, saga or edge by name. */
  readonly source: string;
  /** When it was concluded, in milliseconds since 1970 UTC, by the clock of whoever concluded it. */
  readonly timeMs: number;
  /** The conversation that it belongs to, which is also its partition key. */
  readonly conversationId: string;
  /** The event that caused this one; absent on the first of a conversation that no other started. */
  readonly causationId?: string;
  /** The conversation that started this one. */
  readonly parentId?: string;
  /** A Lamport clock, for display and ties only: nothing is ever delayed by it. */
  readonly lamport: number;
  /** How many more events may follow one another from here; 0 means that nothing may be concluded from it. */
  readonly hops: number;
  /** After this moment (milliseconds since 1970 UTC) nothing more shall be concluded; only ever moved closer. */
  readonly deadlineMs?: number;
  readonly tenant: string;
  readonly provenance?: Provenance;
}

/** How many events may follow one another in a conversation unless the edge says less. */
export const DEFAULT_HOPS = 64;

/** The tenant of an environment that has only one. */
export const DEFAULT_TENANT = 'default';
