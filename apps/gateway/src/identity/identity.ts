import { z } from 'zod';
import { createOperators, type OperatorEntry, type Operators } from './operators.ts';
import { createSeal, type Seal } from './signed.ts';

/** What a session's cookie claims. */
export interface SessionClaims {
  readonly name: string;
  /** The start of the hash of the token that was brought: another token ends the sessions of the one before. */
  readonly tokenMark: string;
  /** Milliseconds since 1970 UTC. */
  readonly untilMs: number;
}

/** What a customer's token claims: that its bearer opened this ticket. */
export interface ChatClaims {
  readonly tenant: string;
  readonly conversationId: string;
}

/** Who may do what at the desk and in the chat. */
export interface Identity {
  readonly operators: Operators;
  readonly sessions: Seal<SessionClaims>;
  readonly chats: Seal<ChatClaims>;
  /** Origins of pages that may ask besides those of the gateway itself. */
  readonly origins: readonly string[];
  readonly clock: () => number;
}

/** What an identity is made of. */
export interface IdentityOptions {
  readonly operators: readonly OperatorEntry[];
  /** What sessions and customers' tokens are signed with. */
  readonly secret: string;
  /** Default: none. */
  readonly origins?: readonly string[];
  readonly clock: () => number;
}

const text = z.string().min(1).max(300);

/** Reads the list of operators, and makes the seals. */
export const createIdentity = ({ operators, secret, origins = [], clock }: IdentityOptions): Identity => ({
  operators: createOperators(operators),
  sessions: createSeal({
    secret,
    purpose: 'session',
    claims: z.object({ name: text, tokenMark: text, untilMs: z.number() }),
  }),
  chats: createSeal({ secret, purpose: 'chat', claims: z.object({ tenant: text, conversationId: text }) }),
  origins,
  clock,
});
