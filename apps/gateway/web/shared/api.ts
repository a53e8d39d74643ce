/** What the gateway says when it refuses: RFC 9457, and a code where there is one. */
export interface Problem {
  readonly status: number;
  readonly detail: string;
  readonly code?: string;
  readonly takenBy?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A request that was refused, or never arrived (status 0). */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.errors?.map(({ field, message }) => `${field} ${message}`).join('; ') ?? problem.detail);
    this.problem = problem;
  }
}

/** How a request is sent. */
export interface Sending {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
  /** A customer's. Default: the session of the browser. */
  readonly token?: string;
}

const UNREACHABLE: Problem = { status: 0, detail: 'The gateway cannot be reached. Nothing is lost; try again.' };

/** Tries of a request that a server may have taken: the key says that it is the same. */
const TRIES = 3;
const PAUSE_MS = 700;
const PASSING = new Set([0, 429, 503]);

const ask = async (path: string, init: RequestInit): Promise<unknown> => {
  const response = await fetch(path, init).catch(() => undefined);
  if (response === undefined) throw new Refused(UNREACHABLE);
  const text = await response.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  // What is no success is a problem document of the gateway.
  if (!response.ok) throw new Refused(json as Problem);
  return json;
};

const again = async <Answer>(run: () => Promise<Answer>, triesLeft = TRIES): Promise<Answer> => {
  try {
    return await run();
  } catch (error) {
    if (triesLeft <= 1 || !(error instanceof Refused) || !PASSING.has(error.problem.status)) throw error;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return again(run, triesLeft - 1);
  }
};

/** Asks the gateway; what may pass is tried again under the same key, and happens once. @throws Refused */
export const request = <Answer>(path: string, { method = 'GET', body, token }: Sending = {}): Promise<Answer> => {
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(method === 'POST' && { 'idempotency-key': crypto.randomUUID() }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  // The gateway's interface says what it answers.
  return again(() => ask(path, init) as Promise<Answer>);
};
