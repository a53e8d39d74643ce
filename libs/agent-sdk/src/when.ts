import type { Duration, EventDefinition, EventOf } from '@troupe/contracts';
import { durationMs } from '@troupe/contracts';
import type { AgentContext } from './agent-context.ts';
import type {
  ConcludedBy,
  Conclusion,
  ContextOf,
  DraftsIn,
  Handler,
  HandlingContext,
  JoinHandler,
  JoinReaction,
  Reaction,
  SingleReaction,
} from './reaction.ts';
import type { PrepareContext } from './steps/record-step.ts';

/** How long one event waits for its partner, and what then. */
export interface JoinOptions<First, Second, Otherwise> {
  /** How far apart the two may be appended to the log, such as '10m'. */
  readonly within: Duration;
  /** Concludes from the event that came when the other did not in time. Default: nothing is concluded. */
  readonly otherwise?: (
    event: EventOf<First> | EventOf<Second>,
    context: AgentContext,
  ) => Otherwise | Promise<Otherwise>;
}

/** Does what comes before the decision about one event or two. */
export type Prepare<Events extends readonly unknown[], Ready> = (
  ...args: [...Events, context: PrepareContext]
) => Ready | Promise<Ready>;

/** Handles an event together with what was prepared for it. */
export type PreparedHandler<On, Ready> = (
  event: EventOf<On>,
  prepared: Ready,
  context: AgentContext,
) => Conclusion | Promise<Conclusion>;

/** Handles two events together with what was prepared for them. */
export type PreparedJoinHandler<First, Second, Ready> = (
  first: EventOf<First>,
  second: EventOf<Second>,
  prepared: Ready,
  context: AgentContext,
) => Conclusion | Promise<Conclusion>;

/** An event for which something is prepared: `then` says what to conclude from both. */
export interface Prepared<On, Ready> {
  then<H extends PreparedHandler<On, Ready>>(handler: H): Reaction<ConcludedBy<H>, AgentContext>;
}

/** Two events for which something is prepared. */
export interface PreparedJoin<First, Second, Ready, Out> {
  then<H extends PreparedJoinHandler<First, Second, Ready>>(handler: H): Reaction<ConcludedBy<H> | Out, AgentContext>;
}

/** Two events that are awaited together: `then` says what to do with them. */
export interface Joined<First, Second, Out> {
  /** Does what is slow, costs money or may come out differently, once both are there: see `Joinable.prepare`. */
  prepare<Ready>(prepare: Prepare<[EventOf<First>, EventOf<Second>], Ready>): PreparedJoin<First, Second, Ready, Out>;
  then<H extends JoinHandler<First, Second>>(handler: H): Reaction<ConcludedBy<H> | Out, AgentContext>;
}

/** One event that something is prepared for, or that is awaited together with another. */
export interface Joinable<First extends EventDefinition> {
  /**
   * Does what is slow, costs money or may come out differently, before the transaction of the decision: each such thing a
   * step that `record` keeps. Runs again whenever the event is handled again, until it is decided; what is recorded is
   * not asked again. Not for pure agents, which have nowhere to keep it.
   */
  prepare<Ready>(prepare: Prepare<[EventOf<First>], Ready>): Prepared<First, Ready>;
  /**
   * Keeps whichever of the two comes first in the agent's store until the other of the same conversation is there. The
   * n-th event of one type meets the n-th of the other.
   */
  with<Second extends EventDefinition, Otherwise extends Conclusion = undefined>(
    second: Second,
    options: JoinOptions<First, Second, Otherwise>,
  ): Joined<First, Second, DraftsIn<Otherwise>>;
}

const preparable = <On extends EventDefinition>(on: On): Pick<Joinable<On>, 'prepare'> => ({
  prepare: <Ready>(prepare: Prepare<[EventOf<On>], Ready>): Prepared<On, Ready> => ({
    then: (handler) =>
      ({
        kind: 'single',
        on,
        // The pipeline decodes the event by the definition beside it, and agents that prepare are never pure.
        prepare: prepare as unknown as NonNullable<SingleReaction['prepare']>,
        handle: (event, context) =>
          handler(event as EventOf<On>, context.prepared as Ready, context as HandlingContext & AgentContext),
      }) satisfies SingleReaction,
  }),
});

const joined = <First extends EventDefinition, Second extends EventDefinition, Otherwise>(
  on: readonly [First, Second],
  { within, otherwise }: JoinOptions<First, Second, Otherwise>,
): Joined<First, Second, DraftsIn<Otherwise>> => {
  const common = {
    kind: 'join',
    on,
    withinMs: durationMs(within),
    // The pipeline decodes each event by the definition beside it, and agents with a join are never pure.
    ...(otherwise && { otherwise: otherwise as unknown as SingleReaction['handle'] }),
  } as const;
  return {
    then: (handler) => ({ ...common, handle: handler as unknown as JoinReaction['handle'] }) satisfies JoinReaction,
    prepare: <Ready>(
      prepare: Prepare<[EventOf<First>, EventOf<Second>], Ready>,
    ): PreparedJoin<First, Second, Ready, DraftsIn<Otherwise>> => ({
      then: (handler) =>
        ({
          ...common,
          prepare: prepare as unknown as NonNullable<JoinReaction['prepare']>,
          handle: (first, second, context) =>
            handler(
              first as EventOf<First>,
              second as EventOf<Second>,
              context.prepared as Ready,
              context as HandlingContext & AgentContext,
            ),
        }) satisfies JoinReaction,
    }),
  };
};

const joinable = <First extends EventDefinition>(first: First): Joinable<First> => ({
  ...preparable(first),
  with: (second, options) => joined([first, second], options),
});

/**
 * What an agent does about an event.
 *
 * @example
 * when(TransactionCreated, async ({ data }, { tx }) => OrderVerified(assess(data, await history.of(tx, data.customerId))))
 * @example
 * when(CodeCommitted).with(SpecValidated, { within: '10m' }).then((code, spec) => CodeReviewed({ … }))
 * @example
 * when(SpecValidated)
 *   .prepare(({ data }, { record }) => record('write-code', (ask) => model.write(data, ask)))
 *   .then((spec, code) => CodeCommitted({ … }))
 */
export function when<On extends EventDefinition, H extends Handler<On>>(
  event: On,
  handler: H,
): Reaction<ConcludedBy<H>, ContextOf<H>>;
export function when<First extends EventDefinition>(event: First): Joinable<First>;
export function when(on: EventDefinition, handler?: unknown): unknown {
  // The overloads have checked the handler against the event; the pipeline hands it exactly that.
  return handler === undefined
    ? joinable(on)
    : ({ kind: 'single', on, handle: handler as SingleReaction['handle'] } satisfies SingleReaction);
}
