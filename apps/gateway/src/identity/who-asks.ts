import type { FastifyRequest } from 'fastify';
import type { ChatClaims, Identity } from './identity.ts';
import { ROLES, type Operator, type Role } from './operators.ts';
import { refused } from './refusals.ts';
import { sessionOf } from './sessions.ts';

const BEARER = /^Bearer +(\S+)$/i;

/** The token in the authorization of a request. */
export const bearerOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  BEARER.exec(headers.authorization ?? '')?.[1];

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/**
 * Whether a request comes from a page of this gateway or of an origin that is allowed. A browser says so itself with every
 * request that could change something; who says nothing is no browser, or not to be believed.
 */
export const isOwnOrigin = (
  { headers, host }: Pick<FastifyRequest, 'headers' | 'host'>,
  identity: Identity,
): boolean => {
  const { origin } = headers;
  return origin !== undefined && (identity.origins.includes(origin) || hostOf(origin) === host);
};

/** @throws Problem ORIGIN_REFUSED */
export const demandOwnOrigin = (request: FastifyRequest, identity: Identity): void => {
  if (!isOwnOrigin(request, identity)) throw refused('ORIGIN_REFUSED');
};

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const isAtLeast = ({ role }: Operator, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);

/**
 * The operator who asks, by the token that they bring or by their session. What changes something, or stays open, is taken
 * from a session only where the origin is right: a browser sends its cookie whoever's page asks.
 * @throws Problem SIGN_IN_REQUIRED · ORIGIN_REFUSED · ROLE_REFUSED
 */
export const operatorOf = (request: FastifyRequest, identity: Identity, least: Role = 'viewer'): Operator => {
  const token = bearerOf(request);
  const operator = token === undefined ? sessionOf(request, identity) : identity.operators.withToken(token);
  if (operator === undefined) throw refused('SIGN_IN_REQUIRED');
  if (token === undefined && (request.ws || !SAFE.has(request.method))) demandOwnOrigin(request, identity);
  if (!isAtLeast(operator, least)) throw refused('ROLE_REFUSED', { role: operator.role });
  return operator;
};

/**
 * The conversation that a customer's token opens, when it is the one that is asked for.
 * @throws Problem CHAT_TOKEN_REQUIRED · CONVERSATION_REFUSED
 */
export const chatOf = (token: string | undefined, asked: ChatClaims, identity: Identity): ChatClaims => {
  const claims = identity.chats.open(token ?? '');
  if (claims === undefined) throw refused('CHAT_TOKEN_REQUIRED');
  if (claims.tenant !== asked.tenant || claims.conversationId !== asked.conversationId)
    throw refused('CONVERSATION_REFUSED');
  return claims;
};
