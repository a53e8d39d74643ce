import type { Codec } from '@troupe/messaging';
import type { Metrics, Tracing } from '@troupe/observability';
import type { Logger } from 'pino';
import type { ConversationLimits } from '../budget/conversation-limits.ts';
import type { AgentDefinition } from '../define-agent.ts';
import type { Holding } from '../dead-letters/custody.ts';
import type { Joins } from '../join/joins.ts';
import type { Steps } from '../steps/steps.ts';
import type { Precedents } from '../store/precedents.ts';
import type { AttemptOptions } from './attempts.ts';
import type { Decider } from './decider.ts';
import type { RetryPolicy } from '../retry-policy.ts';
import type { Outages } from './outage.ts';

/** Why nothing may be concluded from an event. */
export type Refusal = 'hops-spent' | 'deadline-passed' | 'events-spent';

/** What became of a record: `parked` waits behind a dead letter; `repeated` was dealt with before. */
export type Fate = 'decided' | 'dead-lettered' | 'parked' | 'repeated' | Refusal;

/** What the delivery of one agent is made of. */
export interface PipelineParts {
  readonly agent: AgentDefinition;
  readonly codec: Codec;
  readonly decider: Decider;
  /** Keeps the first of two events; there for agents with a store. */
  readonly joins?: Joins;
  /** Does what comes before a decision; there for agents with a store. */
  readonly steps?: Steps;
  /** Looks before anything is prepared; there for agents that prepare. */
  readonly precedents?: Precedents;
  /** Knows what is held; absent where nobody follows the log of dead letters, and nothing is parked then. */
  readonly holding?: Holding;
  /** How much may still be done about a conversation. */
  readonly limits: ConversationLimits;
  readonly outages: Outages;
  readonly log: Logger;
  /** There where spans are asked for. */
  readonly tracing?: Tracing;
  readonly metrics?: Metrics;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** From [0, 1). */
  readonly random: () => number;
  readonly wait?: AttemptOptions['wait'];
  /** Told what became of each record, and how long that took. */
  readonly observe: (type: string, fate: Fate, seconds: number) => void;
}

/** For what must succeed before a record can be left: giving up would lose it. */
export const UNTIL_DONE: RetryPolicy = { attempts: Number.POSITIVE_INFINITY, initialMs: 100, maxMs: 10_000 };

/** How attempts at one record are made. */
export const attemptsOf = (
  { outages, random, wait }: PipelineParts,
  { signal, log }: Pick<AttemptOptions, 'signal' | 'log'>,
  policy: RetryPolicy,
): AttemptOptions => ({ policy, signal, log, outages, random, ...(wait && { wait }) });
