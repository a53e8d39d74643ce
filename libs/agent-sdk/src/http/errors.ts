import { TroupeError } from '@troupe/contracts';
import { codeOf, isConflict, isDatabaseUnavailable } from '@troupe/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Complaints } from './complaints.ts';
import { Problem, PROBLEM_JSON, problemDocument, tryAgain } from './problem.ts';

/** What fastify says of a request that it does not hand on, in words for the client. */
const REFUSALS: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'The body is larger than 1 MiB'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'The body must be JSON: send content-type: application/json'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'The body is empty, though its content-type says JSON'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'The body is not JSON, or has a field that is refused, such as __proto__'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'The body is not as long as its content-length says'],
  FST_ERR_BAD_URL: [400, 'The path cannot be read'],
  FST_ERR_MAX_PARAM_LENGTH: [404, 'There is nothing of this name'],
};

/** The database ended a statement or a transaction that took too long: whether it took effect is unknown. */
const CUT_SHORT: ReadonlySet<string | undefined> = new Set(['57014', '25P03', '25P04']);

const passes = (error: unknown): boolean =>
  (TroupeError.is(error) && error.retryable) ||
  isDatabaseUnavailable(error) ||
  isConflict(error) ||
  CUT_SHORT.has(codeOf(error));

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/** What a client is told of an error: never more than it can act on. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const refusal = REFUSALS[codeOf(error) ?? ''];
  if (refusal !== undefined) return new Problem(...refusal);
  if (passes(error))
    return tryAgain(503, 'A server that this needs is away, and the outcome is unknown: send the same request again');
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500
    ? new Problem(status, 'The request cannot be read')
    : new Problem(500, 'Something is wrong on this side; the log has it under this request id');
};

/** A client that sends more than this after it was refused is cut off. */
const MOST_SWALLOWED = 16 * 1_048_576;

/**
 * Takes in what is still being sent of a body that is refused: a connection that is closed meanwhile breaks under the
 * client before it can read why.
 */
const swallowRest = ({ raw }: FastifyRequest, reply: FastifyReply): void => {
  let taken = 0;
  raw.on('data', (chunk: Buffer) => {
    taken += chunk.length;
    if (taken > MOST_SWALLOWED) raw.destroy();
  });
  reply.removeHeader('connection');
};

/** Refused for now: the log says how many, not each. */
const PASSING: ReadonlySet<number> = new Set([429, 503]);

/** Answers with a problem. */
export const answerProblems =
  (complaints: Complaints) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error);
    const { status } = problem;
    if (PASSING.has(status)) complaints.add(status, error);
    else if (status >= 500) request.log.error({ err: error, status }, 'a request failed');
    if (status === 413) swallowRest(request, reply);
    return reply.status(status).headers(problem.headers).type(PROBLEM_JSON).send(problemDocument(problem, request.id));
  };
