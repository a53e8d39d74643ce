import type { Draft, EventDefinition } from '@troupe/contracts';
import type { EarlyLimits } from './early.ts';
import type { HeldBy, IfHeld } from './held.ts';
import type { SagaMigration } from './saga-migration.ts';
import type { LateCompletion, SagaOpening, SagaView } from './saga-view.ts';

/** What a step's missing its deadline means for the saga: it is rejected, or completes without it. */
export type WithoutAnswer = 'reject' | 'partial';

/** Whom an overdue step is given to before it counts as missing, and for how long. */
export interface Overdue {
  /** Another agent, or a person. */
  readonly who: 'fallback' | 'person';
  readonly withinMs: number;
}

/**
 * What is done about a completion that came after its deadline, or after the saga was completed without it: nothing, it is
 * only recorded · it is added to the result · the saga is resolved again · its participant is asked to undo it.
 */
export type LatePolicy = 'ignore' | 'append' | 'reopen' | 'compensate';

/** One step per item, as many as an event says. */
export interface FanOut {
  /** The event that says for which. */
  readonly of: EventDefinition;
  /** More are refused: the step counts as failed. */
  readonly atMost: number;
  readonly keys: (data: unknown) => readonly string[];
  /** Which item an answer is about. */
  readonly keyOf: (data: unknown) => string;
}

/** Makes an event of what is known. `item` is the key of the item, in a step that there is one of per item. */
export type Ask = (view: SagaView, item: string) => Draft;

/** The events that a step's participant, or somebody in its place, is asked with; none: it knows by itself. */
export interface Asks {
  readonly begin: Ask | undefined;
  readonly overdue: Ask | undefined;
  readonly undo: Ask | undefined;
  /** Asks again, when an operator says so; none: what it was asked with to begin. */
  readonly retry: Ask | undefined;
}

/** One participant's part, as data. */
export interface StepDefinition {
  readonly name: string;
  readonly completedBy: EventDefinition;
  readonly failedBy: readonly EventDefinition[];
  /** How long after it began, in log time, an answer is still in time. */
  readonly withinMs: number;
  /** The saga completes without it when it fails or does not answer in time. */
  readonly optional: boolean;
  /** Whether what the saga concludes can do without it, so that a row may make it optional: see `ParticipantRow`. */
  readonly canBeSpared: boolean;
  /** The event by which the participant says that it undid its part, whether or not there was anything to undo. */
  readonly compensatedBy: EventDefinition | undefined;
  /** Why its participant holds nothing that a rollback would have to undo; undefined: it is not said. */
  readonly holdsNothing: string | undefined;
  /** The steps that have to end before it begins; none: it begins with the saga. */
  readonly after: readonly string[];
  readonly forEach: FanOut | undefined;
  /** Whether a completion is good enough; one that is not counts as a no. */
  readonly accepts: (data: unknown, opening: SagaOpening) => boolean;
  /** Whether an event of the type that completes it decides nothing about it. */
  readonly ignores: (data: unknown) => boolean;
  readonly overdue: Overdue | undefined;
  readonly withoutAnswer: WithoutAnswer;
  readonly late: LatePolicy;
  /** Undefined: nobody knows when what it waits for is held. */
  readonly heldBy: HeldBy | undefined;
  readonly ifHeld: IfHeld;
  readonly asks: Asks;
}

/** 'all': every step that is needed · 'any', or at least so many · what a function of the view says. */
export type Join = 'all' | 'any' | 'by-condition' | { readonly atLeast: number };

/** What a condition says of what has come. Once it is not undecided, more facts must not change it. */
export type JoinVerdict = 'undecided' | 'complete' | 'lost';

/** A row of the main database: values by column, fit for JSON. */
export type PackagedRow = Readonly<Record<string, unknown>>;

/** How a saga's result is kept in the main database. */
export interface PackagedResult {
  /** Table of the schema `main`, whose key is the column `id`. */
  readonly table: string;
  readonly row: (view: SagaView) => PackagedRow;
}

/** What a saga tells its parent, of what is known then. */
export interface Reports {
  readonly completed: (view: SagaView) => Draft;
  /** When an operator has it complete though steps are missing; there exactly if it can be. */
  readonly forced: ((view: SagaView) => Draft) | undefined;
  readonly rejected: (view: SagaView) => Draft;
  /** When it has been undone everywhere; undefined, or no draft: nothing is told then. */
  readonly closed: ((view: SagaView) => Draft | undefined) | undefined;
}

/** A saga as a value: what it waits for and what it concludes. Nothing in it touches the world. */
export interface SagaDefinition {
  /** Part of the id of every decision: renaming it starts every saga anew. */
  readonly name: string;
  /** Kept with each instance, which ends on the version that it began with. */
  readonly version: string;
  readonly migrates: SagaMigration | undefined;
  readonly early: EarlyLimits;
  /** Any of these starts it. */
  readonly startedBy: readonly EventDefinition[];
  readonly cancelledBy: EventDefinition | undefined;
  /** Events upon which it is rejected at once. */
  readonly failedBy: readonly EventDefinition[];
  /** Events that decide nothing, and are shown to its functions. */
  readonly hears: readonly EventDefinition[];
  readonly steps: readonly StepDefinition[];
  readonly join: Join;
  /** What 'by-condition' asks. */
  readonly condition: ((view: SagaView) => JoinVerdict) | undefined;
  /** When the whole has to be decided, in log time after the start; undefined: when its steps are. */
  readonly withinMs: number | undefined;
  /** What becomes of it then. */
  readonly withoutAnswers: WithoutAnswer;
  /** Whether participants undo their parts on the rejection, or one after the other when they are asked. */
  readonly rollback: 'at-once' | 'in-reverse';
  /** Derived from the above. */
  readonly consumes: readonly EventDefinition[];
  readonly publishes: readonly EventDefinition[];
  readonly onCompleted: (view: SagaView) => Draft;
  readonly onRejected: (view: SagaView) => Draft;
  readonly onClosed: ((view: SagaView) => Draft) | undefined;
  /** How it completes though steps are missing, when an operator forces it; undefined: it cannot be forced to. */
  readonly onForced: ((view: SagaView) => Draft) | undefined;
  /** How it is taken back after it completed, when an operator cancels it; undefined: it cannot be. */
  readonly onRevoked: ((view: SagaView) => Draft) | undefined;
  /** What its parent is told, in the conversation that started this one; undefined: it is no child. */
  readonly reports: Reports | undefined;
  /** Tells of a late completion that was added to the result. */
  readonly onAppended: ((view: SagaView, late: LateCompletion) => Draft) | undefined;
  readonly packaged: PackagedResult | undefined;
  /** What people know an instance by, made of the data that started it. */
  readonly businessKey: ((start: unknown) => string) | undefined;
}
