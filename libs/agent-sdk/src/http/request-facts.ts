import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { unfit } from './problem.ts';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** The key under which a request may be sent again. @throws Problem 400 */
export const idempotencyKeyOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string => {
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
export const queryOf = ({ query }: Pick<FastifyRequest, 'query'>): Readonly<Record<string, unknown>> =>
  // Fastify's query parser always gives an object.
  query as Readonly<Record<string, unknown>>;
