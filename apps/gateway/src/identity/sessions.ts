import type { FastifyRequest } from 'fastify';
import type { Identity } from './identity.ts';
import type { Operator, OperatorEntry } from './operators.ts';

/** The name of the cookie. */
export const SESSION_COOKIE = 'troupe_desk';
const HOURS_12_S = 12 * 60 * 60;
const MARK = 16;

const markOf = ({ tokenHash }: OperatorEntry): string => tokenHash.slice(0, MARK);

const cookieOf = (value: string, maxAgeS: number, { protocol }: Pick<FastifyRequest, 'protocol'>): string => {
  const secure = protocol === 'https' ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/v1/desk; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}${secure}`;
};

/** The cookie that opens a session of 12 hours: pages cannot read it, and other sites cannot make browsers send it. */
export const openSession = (entry: OperatorEntry, { sessions, clock }: Identity, request: FastifyRequest): string => {
  const untilMs = clock() + HOURS_12_S * 1_000;
  return cookieOf(sessions.close({ name: entry.name, tokenMark: markOf(entry), untilMs }), HOURS_12_S, request);
};

/** The cookie that ends a session in this browser. */
export const endSession = (request: FastifyRequest): string => cookieOf('', 0, request);

const cookieIn = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  (headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${SESSION_COOKIE}=`))
    ?.slice(SESSION_COOKIE.length + 1);

/**
 * Whose session a request belongs to; undefined for none, one that is over, and one of somebody who is not on the list any
 * more or has got another token. The role is that of the list now.
 */
export const sessionOf = (request: Pick<FastifyRequest, 'headers'>, identity: Identity): Operator | undefined => {
  const claims = identity.sessions.open(cookieIn(request) ?? '');
  if (claims === undefined || claims.untilMs <= identity.clock()) return undefined;
  const entry = identity.operators.named(claims.name);
  return entry !== undefined && markOf(entry) === claims.tokenMark ? entry : undefined;
};
