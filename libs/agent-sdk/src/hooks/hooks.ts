import type { Draft, Event, EventDefinition, EventOf } from '@troupe/contracts';
import type { PureContext } from '../agent-context.ts';
import type { Verdict } from './verdict.ts';

/**
 * What a hook is given besides what it judges. It has no transaction, clock or random on purpose: the same hooks serve
 * agents that are pure. `approval` is there when somebody has released the event after a hook had asked for it.
 */
export type HookContext = PureContext;

type Answer<Changed> = Verdict<Changed> | Promise<Verdict<Changed>>;

/** Judges an event before anything is done about it: made by `before`. */
export interface BeforeHook {
  /** The type that it looks at; absent when it looks at all of them. */
  readonly on?: EventDefinition;
  readonly judge: (event: Event, context: HookContext) => Answer<unknown>;
}

/**
 * Judges what is concluded, inside the decision: it is quick and waits for nothing. `events` are the one event that led to
 * it, or the two that were joined.
 */
export type AfterHook<Out> = (
  conclusions: readonly Out[],
  events: readonly Event[],
  context: HookContext,
) => Answer<readonly Out[]>;

/** The hooks of an agent, each list in the order in which they are asked. */
export interface Hooks<Out> {
  readonly before?: readonly BeforeHook[];
  readonly after?: readonly AfterHook<Out>[];
}

/** {@link Hooks} whatever the types: the compiler has checked them. */
export interface AnyHooks {
  readonly before: readonly BeforeHook[];
  readonly after: readonly AfterHook<Draft>[];
}

type DataOf<On> = EventOf<On> extends Event<string, infer Data> ? Data : never;

/**
 * Looks at an event before the agent does: at those of one type, whose data it may change, or at all.
 *
 * @example
 * hooks: {
 *   before: [
 *     before(TransactionCreated, ({ data }) => data.totalMinor > 100_000 ? requireApproval('a large order') : proceed()),
 *   ],
 * }
 */
export function before<On extends EventDefinition>(
  on: On,
  judge: (event: EventOf<On>, context: HookContext) => Answer<DataOf<On>>,
): BeforeHook;
export function before(judge: (event: Event, context: HookContext) => Answer<never>): BeforeHook;
export function before(first: unknown, second?: unknown): BeforeHook {
  // The overloads have checked what is judged against the event.
  return second === undefined
    ? { judge: first as BeforeHook['judge'] }
    : { on: first as EventDefinition, judge: second as BeforeHook['judge'] };
}
