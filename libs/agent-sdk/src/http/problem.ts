import { STATUS_CODES } from 'node:http';
import type { FieldProblem } from '@troupe/contracts';

/** What kind of document a refusal is: RFC 9457. */
export const PROBLEM_JSON = 'application/problem+json';

/** What is said of a problem besides status and words. Default: nothing. */
export interface ProblemOptions {
  readonly errors?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the document, such as a code that programs read. */
  readonly members?: Readonly<Record<string, string>>;
}

/** A request that is refused, as the client is told. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, { errors = [], headers = {}, members = {} }: ProblemOptions = {}) {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
    this.members = members;
  }
}

/** The document that tells of a problem. */
export const problemDocument = ({ status, message, errors, members }: Problem, requestId: string): object => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail: message,
  requestId,
  ...members,
  ...(errors.length > 0 && { errors }),
});

/** A problem that passes: the client shall try the same again, after a second unless it is told another time. */
export const tryAgain = (status: 429 | 503, detail: string, afterSeconds = 1): Problem =>
  new Problem(status, detail, { headers: { 'retry-after': String(afterSeconds) } });

/** A body or parameter that does not fit. */
export const unfit = (errors: readonly FieldProblem[]): Problem =>
  new Problem(400, 'The request does not fit: see errors', { errors });
