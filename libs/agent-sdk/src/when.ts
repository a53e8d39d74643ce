import type { Duration, EventDefinition, EventOf } from '@troupe/contracts';
import { durationMs } from '@troupe/contracts';
import type { AgentContext } from './agent-context.ts';
import type {
  ConcludedBy,
  Conclusion,
  ContextOf,
  DraftsIn,
  Handler,
  JoinHandler,
  JoinReaction,
  Reaction,
  SingleReaction,
} from './reaction.ts';

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

/** Two events that are awaited together: `then` says what to do with them. */
export interface Joined<First, Second, Out> {
  then<H extends JoinHandler<First, Second>>(handler: H): Reaction<ConcludedBy<H> | Out, AgentContext>;
}

/** One event that is awaited together with another. */
export interface Joinable<First extends EventDefinition> {
  /**
   * Keeps whichever of the two comes first in the agent's store until the other of the same conversation is there. The
   * n-th event of one type meets the n-th of the other.
   */
  with<Second extends EventDefinition, Otherwise extends Conclusion = undefined>(
    second: Second,
    options: JoinOptions<First, Second, Otherwise>,
  ): Joined<First, Second, DraftsIn<Otherwise>>;
}

const joinable = <First extends EventDefinition>(first: First): Joinable<First> => ({
  with: (second, { within, otherwise }) => ({
    then: (handler) =>
      ({
        kind: 'join',
        on: [first, second],
        withinMs: durationMs(within),
        // The pipeline decodes each event by the definition beside it, and agents with a join are never pure.
        handle: handler as unknown as JoinReaction['handle'],
        ...(otherwise && { otherwise: otherwise as unknown as SingleReaction['handle'] }),
      }) satisfies JoinReaction,
  }),
});

/**
 * What an agent does about an event.
 *
 * @example
 * when(TransactionCreated, async ({ data }, { tx }) => OrderVerified(assess(data, await history.of(tx, data.customerId))))
 * @example
 * when(CodeCommitted).with(SpecValidated, { within: '10m' }).then((code, spec) => CodeReviewed({ … }))
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
