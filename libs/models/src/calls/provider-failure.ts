import { redact } from '../redaction/redactor.ts';
import type { Secret } from '../settings/secret.ts';

/** What a provider's failure means. */
export type FailureKind =
  /** It refuses the request as it is. */
  | 'rejected'
  /** It has too many requests. */
  | 'busy'
  /** It failed, and says so. */
  | 'server'
  /** Nothing was reached. */
  | 'unreached'
  /** There is no whole answer, and nobody knows what it came to. */
  | 'broken';

/** A failure with no more of the request and the answer in it than may be logged. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly kind: FailureKind;
  /** The HTTP status of a refusal or an error: guards look at it. */
  readonly status: number | undefined;
  /** When to come back, as the provider says, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    { kind, status, retryAfterMs }: Pick<ProviderFailure, 'kind'> & Partial<ProviderFailure>,
  ) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What is looked at of whatever the AI SDK throws. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly statusCode?: unknown;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly code?: unknown;
  readonly cause?: unknown;
}

const LONGEST_MESSAGE = 300;
const LONGEST_CHAIN = 8;

/** Codes of Node's network that say that no request has left. */
const UNREACHED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const looksUnreached = (thrown: unknown): boolean => {
  let at = thrown as Thrown | undefined;
  for (let depth = 0; depth < LONGEST_CHAIN && typeof at === 'object'; depth += 1) {
    if (UNREACHED.has(at.code)) return true;
    at = at.cause as Thrown | undefined;
  }
  return false;
};

const kindOf = (thrown: Thrown): FailureKind => {
  const { statusCode: status } = thrown;
  if (typeof status !== 'number' || status < 400) return looksUnreached(thrown) ? 'unreached' : 'broken';
  if (status === 429) return 'busy';
  return status >= 500 || status === 408 ? 'server' : 'rejected';
};

/** Milliseconds in a Retry-After, whether it is a number of seconds or a date. */
export const retryAfterMsIn = (
  headers: Readonly<Record<string, string>> | undefined,
  nowMs: number,
): number | undefined => {
  const exact = Number(headers?.['retry-after-ms'] ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const said = headers?.['retry-after'];
  if (said === undefined) return undefined;
  const seconds = Number(said);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1_000 : undefined;
  const date = Date.parse(said);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
};

/** Errors of the AI SDK about what a server sent have it in their messages; those about the request have the server's own words. */
const quotesTheAnswer = ({ name }: Thrown): boolean =>
  typeof name === 'string' && name.startsWith('AI_') && name !== 'AI_APICallError';

/** What may be told of a failure: no key, nothing of the answer. */
const saidOf = (thrown: Thrown, key: Secret | undefined): string => {
  if (quotesTheAnswer(thrown)) return `its answer cannot be read (${String(thrown.name)})`;
  if (typeof thrown.message !== 'string') return 'no reason given';
  // Whatever the key looks like: a server of one's own takes any.
  const said = key === undefined ? thrown.message : thrown.message.replaceAll(key.reveal(), '[key]');
  return redact(said).slice(0, LONGEST_MESSAGE);
};

/** How a failure is read. */
export interface FailureReading {
  readonly nowMs: number;
  /** What the request was sent with. */
  readonly key?: Secret | undefined;
}

/** Reads what the AI SDK threw. What it quotes of keys, tokens and answers is left out. */
export const providerFailure = (error: unknown, { nowMs, key }: FailureReading): ProviderFailure => {
  // Of whatever shape it is, only fields that are checked are used.
  const thrown = (typeof error === 'object' && error !== null ? error : { message: error }) as Thrown;
  const kind = kindOf(thrown);
  const { statusCode } = thrown;
  const status = kind === 'broken' || typeof statusCode !== 'number' ? undefined : statusCode;
  const retryAfterMs = retryAfterMsIn(thrown.responseHeaders, nowMs);
  return new ProviderFailure(saidOf(thrown, key), {
    kind,
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
};
