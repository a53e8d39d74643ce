import { TroupeError, type ErrorCode } from '@troupe/contracts';

/** Whom a client asks, and how. */
export interface JsonClientOptions {
  /** Such as http://127.0.0.1:8080. */
  readonly url: string;
  /** Who listens there, for messages: 'coordinator'. */
  readonly who: string;
  /** What to do when nobody does, for messages. */
  readonly advice: string;
  /** The code of the errors that tell of a refusal. */
  readonly refusedAs: ErrorCode;
  /** Sent with every request. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request with a body. */
export interface Posted {
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks an HTTP interface of this version. Both throw TroupeError: `refusedAs` for a no, TIMEOUT when it is away. */
export interface JsonClient {
  get<Answer>(path: string, query?: Readonly<Record<string, string>>): Promise<Answer>;
  post<Answer>(path: string, posted: Posted): Promise<Answer>;
}

const ANSWER_WITHIN_MS = 60_000;

interface Refusal {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const refusalIn = async (response: Response): Promise<Refusal> => {
  try {
    // What the interface says of problems; anything else has none of these fields.
    return (await response.json()) as Refusal;
  } catch {
    return {};
  }
};

/** The statuses by which an interface says that a server which it needs is away, or that there is too much work. */
const PASSING: ReadonlySet<number> = new Set([429, 503]);

const refused = async (response: Response, { who, refusedAs }: JsonClientOptions): Promise<TroupeError> => {
  const { detail, errors = [] } = await refusalIn(response);
  const words = [
    detail ?? `The ${who} answered with ${response.status}`,
    ...errors.map(({ field, message }) => `${field} ${message}`),
  ];
  return new TroupeError(PASSING.has(response.status) ? 'TIMEOUT' : refusedAs, words.join('; '));
};

/** A client of one interface. */
export const createJsonClient = (options: JsonClientOptions): JsonClient => {
  const { url, who, advice, headers } = options;
  const send = async <Answer>(to: URL, init: RequestInit): Promise<Answer> => {
    const response = await fetch(to, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
      (cause: unknown) => {
        throw new TroupeError('TIMEOUT', `No ${who} answers at ${to.origin}: ${advice}`, { cause });
      },
    );
    if (!response.ok) throw await refused(response, options);
    // The interface of the same version as this client answers with that.
    return (await response.json()) as Answer;
  };
  const address = (path: string, query: Readonly<Record<string, string>>): URL =>
    new URL(`${path}?${new URLSearchParams(query).toString()}`, url);
  return {
    get: (path, query = {}) => send(address(path, query), { headers: { ...headers } }),
    post: (path, { body, headers: more }) =>
      send(address(path, {}), {
        method: 'POST',
        headers: { ...headers, ...more, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
};
