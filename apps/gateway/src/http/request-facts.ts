import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { DEFAULT_TENANT } from '@troupe/contracts';
import type { FastifyRequest } from 'fastify';
import { Problem, unfit } from './problem.ts';

/** Whom a request is from. The one place that says so: there is one tenant until there is a sign-in. */
export const tenantOf: (request: FastifyRequest) => string = () => DEFAULT_TENANT;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** The key under which a request may be sent again. @throws Problem 400 */
export const idempotencyKeyOf = ({ headers }: FastifyRequest): string => {
  const key = headers['idempotency-key'];
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return key;
  const message = key === undefined ? 'is missing' : 'must be 1 to 200 visible ASCII characters';
  throw unfit([{ field: 'header Idempotency-Key', message }]);
};

const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The id that a request is logged by: the client's own, where it is fit for that. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
};

const CONVERSATION_ID = /^[\w.:-]{1,200}$/;

/** The conversation that a path names. @throws Problem 404 for what can be none */
export const conversationIdIn = ({ params }: FastifyRequest): string => {
  // The routes that ask for this have the parameter in their paths.
  const { conversationId } = params as { readonly conversationId: string };
  if (CONVERSATION_ID.test(conversationId)) return conversationId;
  throw unknownConversation();
};

/** Says that there is no such conversation. */
export const unknownConversation = (): Problem => new Problem(404, 'There is no conversation of this id');

/** A whole number in the query or a header. @throws Problem 400 */
export const countIn = (
  given: unknown,
  { field, otherwise, most }: { readonly field: string; readonly otherwise: number; readonly most: number },
): number => {
  if (given === undefined || given === '') return otherwise;
  const count = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (count <= most) return count;
  throw unfit([{ field, message: `must be a whole number from 0 to ${most}` }]);
};

/** The query of a request by name. A name that is given twice has a list as its value. */
export const queryOf = ({ query }: FastifyRequest): Readonly<Record<string, unknown>> =>
  // Fastify's query parser always gives an object.
  query as Readonly<Record<string, unknown>>;
