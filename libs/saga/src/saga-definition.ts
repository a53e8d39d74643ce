import type { Draft, EventDefinition } from '@troupe/contracts';
import type { EarlyLimits } from './early.ts';
import type { SagaMigration } from './saga-migration.ts';
import type { SagaView } from './saga-view.ts';

/** One participant's part, as data. */
export interface StepDefinition {
  readonly name: string;
  readonly completedBy: EventDefinition;
  readonly failedBy: readonly EventDefinition[];
  /** How long after the start, in log time, an answer is still in time. */
  readonly withinMs: number;
  /** The saga completes without it when it fails or does not answer in time. */
  readonly optional: boolean;
  /** The event by which the participant says that it undid its part, whether or not there was anything to undo. */
  readonly compensatedBy: EventDefinition | undefined;
}

/** A row of the main database: values by column, fit for JSON. */
export type PackagedRow = Readonly<Record<string, unknown>>;

/** How a saga's result is kept in the main database. */
export interface PackagedResult {
  /** Table of the schema `main`, whose key is the column `id`. */
  readonly table: string;
  readonly row: (view: SagaView) => PackagedRow;
}

/** A saga as a value: what it waits for and what it concludes. Nothing in it touches the world. */
export interface SagaDefinition {
  /** Part of the id of every decision: renaming it starts every saga anew. */
  readonly name: string;
  /** Kept with each instance, which ends on the version that it began with. */
  readonly version: string;
  readonly migrates: SagaMigration | undefined;
  readonly early: EarlyLimits;
  readonly startedBy: EventDefinition;
  readonly cancelledBy: EventDefinition | undefined;
  readonly steps: readonly StepDefinition[];
  /** 'all': every step that is not optional has completed, and none is undecided. */
  readonly join: 'all';
  /** Derived from the above. */
  readonly consumes: readonly EventDefinition[];
  readonly publishes: readonly EventDefinition[];
  readonly onCompleted: (view: SagaView) => Draft;
  readonly onRejected: (view: SagaView) => Draft;
  readonly onClosed: (view: SagaView) => Draft;
  readonly packaged: PackagedResult | undefined;
  /** What people know an instance by, made of the data that started it. */
  readonly businessKey: ((start: unknown) => string) | undefined;
}
