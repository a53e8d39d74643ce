import { ensureError, TroupeError } from '@troupe/contracts';

/** One request to a registry with the Confluent API. */
export interface RegistryRequest {
  /** The base of the API, such as `http://127.0.0.1:8081/apis/ccompat/v7`. */
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the base; begins with a slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly timeoutMs: number;
}

/** What the registry said, below 500. */
export interface RegistryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the registry once. @throws TroupeError REGISTRY_UNAVAILABLE on a server error, a timeout or no connection */
export const requestRegistry = async (request: RegistryRequest): Promise<RegistryAnswer> => {
  const { status, text } = await send(request);
  if (status >= 500 || status === 429)
    throw registryUnavailable(`${request.method} ${request.path} was answered ${status}: ${text.slice(0, 300)}`);
  return { status, body: parse(text) };
};

/** The error of a registry that cannot answer now. */
export const registryUnavailable = (why: string, cause?: unknown): TroupeError =>
  new TroupeError('REGISTRY_UNAVAILABLE', `the schema registry cannot answer: ${why}. Is SCHEMA_REGISTRY_URL right?`, {
    cause,
  });

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

const send = async ({
  url,
  method,
  path,
  body,
  timeoutMs,
}: RegistryRequest): Promise<{ status: number; text: string }> => {
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': CONTENT_TYPE, accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw registryUnavailable(`${method} ${path}: ${reasonOf(ensureError(error))}`, error);
  }
};

/** fetch says only "fetch failed"; what happened is in its cause. */
const reasonOf = (error: Error): string => (error.cause instanceof Error ? error.cause.message : error.message);

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(text);
    // An object read from JSON has string keys; what they hold is looked at where it is used.
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return { message: text.slice(0, 300) };
  }
};
