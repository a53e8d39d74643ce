import type { EventDefinition } from '@troupe/contracts';
import type { Refusal, SagaOpening, SagaView } from './saga-view.ts';

/** The data that an event type carries; of several, that of any. */
export type DataOf<Definition> = Definition extends EventDefinition<string, infer Data> ? Data : never;

/** One event type, or several of which any will do. */
export type OneOrMore = EventDefinition | readonly EventDefinition[];

/** One of them. */
export type EachOf<Definitions> = Definitions extends readonly (infer Each)[] ? Each : Definitions;

/** An event of one of these types, told apart by its type. */
export type EventIn<Definition> =
  Definition extends EventDefinition<infer Type extends string, infer Data>
    ? { readonly type: Type; readonly data: Data }
    : never;

/** A step as it is written in a definition, as far as types follow from it. */
export interface StepShape {
  readonly completedBy: EventDefinition;
  readonly failedBy?: readonly EventDefinition[];
  readonly optional?: boolean | 'by-row';
  readonly compensatedBy?: EventDefinition;
  readonly onTimeout?: unknown;
  readonly forEach?: { readonly of: EventDefinition };
}

/** Steps by name. */
export type StepShapes = Readonly<Record<string, StepShape>>;

/** Names of steps. */
export type Name<Steps> = keyof Steps & string;

/** A step that there is one of per item. */
export type PerItem = { readonly forEach: { readonly of: EventDefinition } };

type Gathered<Step, Data> = Step extends PerItem ? Readonly<Record<string, Data>> : Data | undefined;

type Maybe<Steps extends StepShapes> = {
  readonly [Step in Name<Steps>]?: Gathered<Steps[Step], DataOf<Steps[Step]['completedBy']>> | undefined;
};

type Partly = 'partial' | { readonly then: 'partial' };

type IsSure<Step> = Step extends { readonly optional: true | 'by-row' } | { readonly onTimeout: Partly } ? false : true;

type Joined<Steps extends StepShapes> = {
  readonly [Step in Name<Steps>]: IsSure<Steps[Step]> extends true
    ? NonNullable<Gathered<Steps[Step], DataOf<Steps[Step]['completedBy']>>>
    : Gathered<Steps[Step], DataOf<Steps[Step]['completedBy']>>;
};

type RefusalBy<Step extends string, Definition> =
  Definition extends EventDefinition<infer Type extends string, infer Data> ? Refusal<Step, Type, Data> : never;

type RefusalOf<Steps extends StepShapes> = {
  [Step in Name<Steps>]: Steps[Step] extends { readonly failedBy: readonly (infer Definition)[] }
    ? RefusalBy<Step, Definition>
    : never;
}[Name<Steps>];

type UnacceptedOf<Steps extends StepShapes> = {
  [Step in Name<Steps>]:
    | RefusalBy<Step, Steps[Step]['completedBy']>
    | (Steps[Step] extends PerItem ? RefusalBy<Step, Steps[Step]['forEach']['of']> : never);
}[Name<Steps>];

type Compensations<Steps extends StepShapes> = {
  readonly [Step in Name<Steps>]?: Steps[Step] extends { readonly compensatedBy: infer Definition }
    ? Gathered<Steps[Step], DataOf<Definition>> | undefined
    : undefined;
};

type Missing<Steps extends StepShapes> = {
  [Step in Name<Steps>]: Steps[Step] extends PerItem ? Step | `${Step}:${string}` : Step;
}[Name<Steps>];

/** What is known from the start event alone. */
export interface OpeningOf<Start> extends SagaOpening {
  readonly start: DataOf<EachOf<Start>>;
  readonly startedBy: EventIn<EachOf<Start>>;
}

/** The view of a certain saga; a completion may be missing. */
export interface ViewOf<
  Start,
  Steps extends StepShapes,
  Failed extends readonly EventDefinition[] = readonly [],
> extends SagaView {
  readonly start: DataOf<EachOf<Start>>;
  readonly startedBy: EventIn<EachOf<Start>>;
  readonly steps: Maybe<Steps>;
  readonly refusals: readonly RefusalOf<Steps>[];
  readonly unaccepted: readonly UnacceptedOf<Steps>[];
  readonly failure: EventIn<Failed[number]> | undefined;
  readonly missing: readonly Missing<Steps>[];
  readonly compensations: Compensations<Steps>;
}

/** The view of a certain saga that completes: unless it can do so without some, every step that is needed is there. */
export interface CompletedViewOf<
  Start,
  Steps extends StepShapes,
  Failed extends readonly EventDefinition[] = readonly [],
  Ends = 'all',
> extends Omit<ViewOf<Start, Steps, Failed>, 'steps'> {
  readonly steps: Ends extends 'all' ? Joined<Steps> : Maybe<Steps>;
}

/** The view of a certain saga that was undone. */
export interface ClosedViewOf<
  Start,
  Steps extends StepShapes,
  Failed extends readonly EventDefinition[] = readonly [],
> extends Omit<ViewOf<Start, Steps, Failed>, 'outcome'> {
  readonly outcome: 'rejected' | 'cancelled';
}
