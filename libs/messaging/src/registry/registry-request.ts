import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
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

/** Not imported: an ES module's import of it reads all that it exports, which loads undici, 14 MB for each process. So does fetch. */
const http = process.getBuiltinModule('node:http');

const send = async (request: RegistryRequest): Promise<{ status: number; text: string }> => {
  const { method, path, body, timeoutMs } = request;
  try {
    const answer = await begin(request, AbortSignal.timeout(timeoutMs), body === undefined ? '' : JSON.stringify(body));
    return { status: answer.statusCode ?? 0, text: await text(answer) };
  } catch (error) {
    throw registryUnavailable(`${method} ${path}: ${ensureError(error).message}`, error);
  }
};

/** Resolves when the head of the answer is there. */
const begin = ({ url, method, path }: RegistryRequest, signal: AbortSignal, body: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const target = new URL(`${url}${path}`);
    const ask = target.protocol === 'https:' ? https.request : http.request;
    const headers = {
      'content-type': CONTENT_TYPE,
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
    };
    ask(target, { method, headers, signal }, resolve).once('error', reject).end(body);
  });

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(text);
    // An object read from JSON has string keys; what they hold is looked at where it is used.
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return { message: text.slice(0, 300) };
  }
};
