import { BudgetExhausted, EventHeld, type DraftOf, type EventDefinition } from '@troupe/contracts';
import type { AgentContext, PureContext } from './agent-context.ts';
import type { Dependency } from './dependency.ts';
import type { AnyHooks, Hooks } from './hooks/hooks.ts';
import { consumedBy, type AnyReaction, type Reaction } from './reaction.ts';
import { retryPolicy, type RetryOptions, type RetryPolicy } from './retry-policy.ts';
import { validateAgent } from './validate-agent.ts';

/** An agent as a value: what it consumes, what it may publish, and how. Only `runAgent` touches the network. */
export interface AgentDefinition {
  /** Also its consumer group and the decider of its decisions: renaming it re-reads the topics. */
  readonly name: string;
  /** Travels with every event that it concludes. */
  readonly version: string;
  /** What it declares, and `EVERY_AGENT_PUBLISHES`. */
  readonly publishes: readonly EventDefinition[];
  /** Derived from the reactions. */
  readonly consumes: readonly EventDefinition[];
  /** Whether it goes without a store because its outputs depend on the event alone. */
  readonly pure: boolean;
  readonly retry: RetryPolicy;
  /** What it calls outside: named by readiness and metrics, closed with the service. */
  readonly dependencies: readonly Dependency[];
  readonly hooks: AnyHooks;
  readonly limits: Required<AgentLimits>;
  readonly reactions: readonly AnyReaction[];
}

/** How much an agent does about one conversation. */
export interface AgentLimits {
  /**
   * Events of one conversation that it handles at most; from then on it concludes nothing from them. A storm or a loop
   * ends there. Default 1,000.
   */
  readonly eventsPerConversation?: number;
}

/** What holds for an agent that says nothing of it. */
export const DEFAULT_LIMITS: Required<AgentLimits> = { eventsPerConversation: 1_000 };

/** What an agent is made of. */
export interface AgentOptions<Publishes extends readonly EventDefinition[], Pure extends boolean> {
  /** In kebab-case: `fraud-agent`. */
  readonly name: string;
  /** Raise it when the conclusions change. Default '1'. */
  readonly version?: string;
  /** Every event type that it may conclude; anything else does not compile. */
  readonly publishes: Publishes;
  /** What it does about which event: see `when`. */
  readonly on: readonly Reaction<DraftOf<Publishes[number]>, Pure extends true ? PureContext : AgentContext>[];
  /**
   * Goes without a store: only where the outputs depend on the event alone, without adapter, clock, random or model.
   * Its handlers get neither `tx` nor `nowMs`. Default false.
   */
  readonly pure?: Pure;
  readonly retry?: RetryOptions;
  /** The guards and shared limits that its handlers use: see `guard`. */
  readonly dependencies?: readonly Dependency[];
  /** What is asked before and after its handlers, always in that place: see `before`. */
  readonly hooks?: Hooks<DraftOf<Publishes[number]>>;
  readonly limits?: AgentLimits;
}

/** What is told of any agent, whatever it concludes: each publishes these besides what it declares. */
export const EVERY_AGENT_PUBLISHES: readonly EventDefinition[] = [BudgetExhausted, EventHeld];

const withPlatformEvents = (publishes: readonly EventDefinition[]): readonly EventDefinition[] => [
  ...publishes,
  ...EVERY_AGENT_PUBLISHES.filter(({ type }) => !publishes.some((each) => each.type === type)),
];

/**
 * Defines an agent. @throws TroupeError DEFINITION_INVALID naming everything that contradicts itself.
 *
 * @example
 * export const fraudAgent = ({ history }: { history: CustomerHistory }) =>
 *   defineAgent({
 *     name: 'fraud-agent',
 *     publishes: [OrderVerified, OrderFlagged],
 *     on: [when(TransactionCreated, async ({ data }, { tx }) => assess(data, await history.of(tx, data.customerId)))],
 *   });
 */
export const defineAgent = <const Publishes extends readonly EventDefinition[], Pure extends boolean = false>(
  options: AgentOptions<Publishes, Pure>,
): AgentDefinition => {
  const agent: AgentDefinition = {
    name: options.name,
    version: options.version ?? '1',
    publishes: withPlatformEvents(options.publishes),
    consumes: options.on.flatMap(consumedBy),
    pure: options.pure ?? false,
    retry: retryPolicy(options.retry),
    dependencies: options.dependencies ?? [],
    // A hook is shown what the agent's own handlers conclude, which is what it was checked against.
    hooks: { before: [], after: [], ...(options.hooks as Partial<AnyHooks> | undefined) },
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    reactions: options.on,
  };
  validateAgent(agent);
  return Object.freeze(agent);
};
