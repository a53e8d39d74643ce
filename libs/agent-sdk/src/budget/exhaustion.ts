import { BudgetExhausted, deriveId, TroupeError, type Envelope } from '@troupe/contracts';
import type { Codec } from '@troupe/messaging';
import type { Transaction } from 'kysely';
import { envelopeOf, outputOf, type Cause } from '../delivery/outputs.ts';
import type { StoredOutput } from '../store/decision.ts';
import type { ConversationLimits } from './conversation-limits.ts';

/** What a conversation has used up. */
export interface Exhaustion {
  readonly resource: 'tokens' | 'money' | 'events' | 'hops' | 'deadline';
  /** Absent where whoever set it is no longer known: hops, and the deadline. */
  readonly limit?: number;
  /** Tokens, millionths of money, events, events that followed one another, or milliseconds after the deadline. */
  readonly spent: number;
}

const RESOURCES: readonly unknown[] = ['tokens', 'money', 'events', 'hops', 'deadline'];

/** The error of whoever asked for more than there was. */
export const budgetExhausted = (exhaustion: Exhaustion, message: string): TroupeError =>
  new TroupeError('BUDGET_EXHAUSTED', message, { details: { ...exhaustion } });

const LONGEST_CHAIN = 8;

/** What was used up according to an error or what led to it. */
export const exhaustionIn = (error: unknown): Exhaustion | undefined => {
  let at = error;
  for (let depth = 0; depth < LONGEST_CHAIN && at instanceof Error; depth += 1, at = at.cause)
    if (TroupeError.is(at) && at.code === 'BUDGET_EXHAUSTED' && RESOURCES.includes(at.details['resource']))
      // Made by `budgetExhausted`.
      return at.details as unknown as Exhaustion;
  return undefined;
};

/**
 * What ends the path of events that this one is on, loops included: nothing may be concluded from it then. `nowMs` is when
 * the decision is made.
 */
export const pathEnd = ({ hops, lamport, deadlineMs }: Envelope, nowMs: number): Exhaustion | undefined => {
  if (hops <= 0) return { resource: 'hops', spent: lamport };
  return deadlineMs !== undefined && nowMs > deadlineMs
    ? { resource: 'deadline', spent: Math.trunc(nowMs - deadlineMs) }
    : undefined;
};

const outputFor = async ({ resource, limit, spent }: Exhaustion, cause: Cause, codec: Codec): Promise<StoredOutput> => {
  const { agent, envelope } = cause;
  const draft = BudgetExhausted({ resource, limit: limit ?? null, spent, agent: agent.name });
  const id = deriveId('budget', envelope.conversationId, resource);
  // Nothing is left of the hops when they are what was used up: it can be read all the same.
  const hops = Math.max(0, envelope.hops - 1);
  return outputOf(draft, { ...envelopeOf(draft, 0, cause), id, hops }, cause, codec);
};

/** What is needed to say so. */
export interface Telling {
  readonly tx: Transaction<object> | undefined;
  readonly cause: Cause;
  readonly codec: Codec;
  readonly limits: Pick<ConversationLimits, 'claim'>;
}

/**
 * `budget.exhausted` for what was used up, once per conversation and resource: whoever decides first of all agents says
 * it. Agents without a store may say it again, under the same id. About `budget.exhausted` itself nothing more is said.
 */
export const tellExhausted = async (
  exhaustions: readonly Exhaustion[],
  { tx, cause, codec, limits }: Telling,
): Promise<readonly StoredOutput[]> => {
  const { envelope, agent } = cause;
  const outputs: StoredOutput[] = [];
  if (envelope.type === BudgetExhausted.type) return outputs;
  for (const exhaustion of exhaustions)
    if (await limits.claim(tx, envelope.conversationId, exhaustion.resource, agent.name))
      outputs.push(await outputFor(exhaustion, cause, codec));
  return outputs;
};
