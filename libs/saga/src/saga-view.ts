import type { LatePolicy } from './saga-definition.ts';
import type { SagaStatus } from './status.ts';

/** How a saga came out: once set, only `completed` can still become `cancelled`, and a reopened one `completed`. */
export type SagaOutcome = 'completed' | 'rejected' | 'cancelled';

/** A no, with the event that said so. */
export interface Refusal<Step extends string = string, Type extends string = string, Data = unknown> {
  readonly step: Step;
  readonly type: Type;
  readonly data: Data;
}

/** A step that is held up: its agent could not handle an event that it should answer. */
export interface HeldStep {
  /** With its item where there is one per item. */
  readonly step: string;
  readonly agent: string;
  /** Type and id of the event that is held. */
  readonly type: string;
  readonly event: string;
  /** Why: the code of an error, or what it waits for. */
  readonly code: string;
  /** The dead letter, by which it is released. */
  readonly letter: string;
}

/** A completion that came too late, and what was done about it. */
export interface LateCompletion {
  /** The step, with its item where there is one per item: `offer`, `offer:acme`. */
  readonly step: string;
  readonly id: string;
  readonly appendedMs: number;
  readonly data: unknown;
  readonly policy: LatePolicy;
  /** False while there is nothing to be done yet: a saga is reopened only when all that it lacked has come. */
  readonly done: boolean;
}

/** An event that a saga has read, as its functions are shown it. */
export interface HeardEvent {
  readonly type: string;
  readonly data: unknown;
  readonly appendedMs: number;
}

/** What is known of an instance from its start event alone. */
export interface SagaOpening {
  readonly conversationId: string;
  /** Data of the event that started it. */
  readonly start: unknown;
  /** That event with its type, for sagas that several can start. */
  readonly startedBy: { readonly type: string; readonly data: unknown } | undefined;
  /** When that event was concluded, in milliseconds since 1970 UTC. */
  readonly requestedMs: number;
}

/** What a definition's functions are shown of an instance; `defineSaga` types it from the events. */
export interface SagaView extends SagaOpening {
  readonly status: SagaStatus;
  readonly outcome: SagaOutcome | undefined;
  /** When the outcome was first known, in milliseconds since 1970 UTC. */
  readonly resolvedMs: number | undefined;
  /** Data of the completions that count, by step; of a step per item, by item. */
  readonly steps: Readonly<Record<string, unknown>>;
  /** Every no that came in time, in the order of the steps. */
  readonly refusals: readonly Refusal[];
  /** What counts as a no besides: completions that are not good enough, and events that name too many items. */
  readonly unaccepted: readonly Refusal[];
  /** The event outside of any step upon which it was rejected. */
  readonly failure: { readonly type: string; readonly data: unknown } | undefined;
  /** Steps that ended without an answer: their deadline passed, or what they should answer is held and that counts. */
  readonly missing: readonly string[];
  /** Steps without an answer of which something is held, in the order of the steps. */
  readonly held: readonly HeldStep[];
  /** Completions that came too late, in the order of the steps. */
  readonly late: readonly LateCompletion[];
  /** Every event that it has read, in the order of the log. */
  readonly heard: readonly HeardEvent[];
  /** How often it was resolved again since. */
  readonly round: number;
  /** Data of the events by which participants said that they undid their part; by step as in `steps`. */
  readonly compensations: Readonly<Record<string, unknown>>;
  /** The operator's instruction that made it come out as it did; undefined when it came out by itself. */
  readonly instructed:
    { readonly action: 'cancel' | 'force'; readonly reason: string; readonly by: string } | undefined;
}
