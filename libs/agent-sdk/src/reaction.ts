import type { Draft, Event, EventDefinition, EventOf } from '@troupe/contracts';
import type { AgentContext, PureContext } from './agent-context.ts';
import type { PrepareContext } from './steps/record-step.ts';

/** What a handler concludes: one event, several in this order, or nothing. */
export type Conclusion = Draft | readonly Draft[] | undefined;

/** Handles one event. It returns what it concludes and has no other way to publish. */
export type Handler<On> = (event: EventOf<On>, context: AgentContext) => Conclusion | Promise<Conclusion>;

/** Handles two events of one conversation, once both are there. */
export type JoinHandler<First, Second> = (
  first: EventOf<First>,
  second: EventOf<Second>,
  context: AgentContext,
) => Conclusion | Promise<Conclusion>;

/** The drafts in a conclusion. */
export type DraftsIn<C> = C extends readonly (infer D)[] ? D : C extends undefined ? never : C;

/** The drafts that a handler can return. */
export type ConcludedBy<H extends (...args: never[]) => unknown> = DraftsIn<Awaited<ReturnType<H>>>;

/** The context that a handler of one event asks for; one that takes no context asks for nothing. */
export type ContextOf<H extends (...args: never[]) => unknown> =
  Parameters<H> extends [unknown] | [] ? PureContext : Parameters<H> extends [unknown, infer Context] ? Context : never;

/** The context of a checked handler; what `prepare` resolved to travels in it. */
export type HandlingContext = PureContext & { readonly prepared?: unknown };

/** A handler after its types have been checked: the pipeline calls it with what it was registered for. */
type Checked<Args extends unknown[]> = (
  ...args: [...Args, context: HandlingContext]
) => Conclusion | Promise<Conclusion>;

/** What runs before the decision, after its types have been checked. */
type CheckedPrepare<Args extends unknown[]> = (...args: [...Args, context: PrepareContext]) => unknown;

/** A reaction to one event type. */
export interface SingleReaction {
  readonly kind: 'single';
  readonly on: EventDefinition;
  /** Runs before the transaction of the decision; there for agents with a store only. */
  readonly prepare?: CheckedPrepare<[event: Event]>;
  readonly handle: Checked<[event: Event]>;
}

/** A reaction to two event types of one conversation. */
export interface JoinReaction {
  readonly kind: 'join';
  /** Both types, in the order in which the handler takes them. */
  readonly on: readonly [EventDefinition, EventDefinition];
  /** How far apart the two may lie in the log. */
  readonly withinMs: number;
  /** Runs once both are there, before the transaction of the decision. */
  readonly prepare?: CheckedPrepare<[first: Event, second: Event]>;
  readonly handle: Checked<[first: Event, second: Event]>;
  /** What is concluded from the one that came when the other did not. */
  readonly otherwise?: Checked<[event: Event]>;
}

/** A reaction whatever its types. */
export type AnyReaction = SingleReaction | JoinReaction;

/**
 * What an agent does about an event: made by `when`. `Out` are the drafts that it can conclude, `Context` is what it
 * asks for; both exist for the compiler only.
 */
export type Reaction<Out = unknown, Context = never> = AnyReaction & {
  readonly types?: { readonly out: Out; readonly context: (context: Context) => void };
};

/** The event types that a reaction consumes. */
export const consumedBy = (reaction: AnyReaction): readonly EventDefinition[] =>
  reaction.kind === 'single' ? [reaction.on] : reaction.on;
