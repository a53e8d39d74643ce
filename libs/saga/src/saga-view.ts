import type { EventDefinition } from '@troupe/contracts';
import type { SagaStatus } from './status.ts';

/** How a saga came out: once set, only `completed` can still become `cancelled`. */
export type SagaOutcome = 'completed' | 'rejected' | 'cancelled';

/** A no, with the event that said so. */
export interface Refusal<Step extends string = string, Type extends string = string, Data = unknown> {
  readonly step: Step;
  readonly type: Type;
  readonly data: Data;
}

/** What a definition's functions are shown of an instance; `defineSaga` types it from the events. */
export interface SagaView {
  readonly conversationId: string;
  readonly status: SagaStatus;
  readonly outcome: SagaOutcome | undefined;
  /** Data of the event that started it. */
  readonly start: unknown;
  /** When that event was concluded, in milliseconds since 1970 UTC. */
  readonly requestedMs: number;
  /** When the outcome was first known, in milliseconds since 1970 UTC. */
  readonly resolvedMs: number | undefined;
  /** Data of the completions that came in time, by step. */
  readonly steps: Readonly<Record<string, unknown>>;
  /** Every no that came in time, in the order of the steps. */
  readonly refusals: readonly Refusal[];
  /** Steps whose deadline passed without an answer. */
  readonly missing: readonly string[];
  /** Data of the events by which participants said that they undid their part, by step. */
  readonly compensations: Readonly<Record<string, unknown>>;
}

/** The data that an event type carries. */
export type DataOf<Definition> = Definition extends EventDefinition<string, infer Data> ? Data : never;

/** A step as it is written in a definition. */
export interface StepShape {
  readonly completedBy: EventDefinition;
  readonly failedBy?: readonly EventDefinition[];
  readonly optional?: boolean;
  readonly compensatedBy?: EventDefinition;
}

/** Steps by name. */
export type StepShapes = Readonly<Record<string, StepShape>>;

type Name<Steps> = keyof Steps & string;

type Maybe<Steps extends StepShapes> = {
  readonly [Step in Name<Steps>]?: DataOf<Steps[Step]['completedBy']> | undefined;
};

type Joined<Steps extends StepShapes> = {
  readonly [Step in Name<Steps>]: Steps[Step] extends { readonly optional: true }
    ? DataOf<Steps[Step]['completedBy']> | undefined
    : DataOf<Steps[Step]['completedBy']>;
};

type RefusalBy<Step extends string, Definition> =
  Definition extends EventDefinition<infer Type extends string, infer Data> ? Refusal<Step, Type, Data> : never;

type RefusalOf<Steps extends StepShapes> = {
  [Step in Name<Steps>]: Steps[Step] extends { readonly failedBy: readonly (infer Definition)[] }
    ? RefusalBy<Step, Definition>
    : never;
}[Name<Steps>];

type Compensations<Steps extends StepShapes> = {
  readonly [Step in Name<Steps>]?: Steps[Step] extends { readonly compensatedBy: infer Definition }
    ? DataOf<Definition> | undefined
    : undefined;
};

/** The view of a certain saga; a completion may be missing. */
export interface ViewOf<Start, Steps extends StepShapes> extends SagaView {
  readonly start: DataOf<Start>;
  readonly steps: Maybe<Steps>;
  readonly refusals: readonly RefusalOf<Steps>[];
  readonly missing: readonly Name<Steps>[];
  readonly compensations: Compensations<Steps>;
}

/** The view of a certain saga that completes: every step that is not optional is there. */
export interface CompletedViewOf<Start, Steps extends StepShapes> extends Omit<ViewOf<Start, Steps>, 'steps'> {
  readonly steps: Joined<Steps>;
}

/** The view of a certain saga that was undone. */
export interface ClosedViewOf<Start, Steps extends StepShapes> extends Omit<ViewOf<Start, Steps>, 'outcome'> {
  readonly outcome: 'rejected' | 'cancelled';
}
