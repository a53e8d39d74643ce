import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FENCE_NONCE } from '../prompts/fence.ts';
import { redactSecrets } from '../redaction/secrets.ts';

const exchange = z.object({
  /** What was asked: for people who read the file. */
  request: z.object({ path: z.string(), body: z.unknown() }),
  response: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() }),
});

/** One request to a model, and what came back, as it lies in a file. */
export type Exchange = z.infer<typeof exchange>;

/** Reads a file of one. @throws ZodError when it is none */
export const readExchange = (text: string): Exchange => exchange.parse(JSON.parse(text));

/** What of a response's headers is of use to whoever reads it again. */
const KEPT_HEADERS: ReadonlySet<string> = new Set(['content-type', 'retry-after', 'retry-after-ms']);

/** What is sent, as far as it is the same whenever the same is asked: no host, no header, no secret, no nonce. */
export const requestOf = (url: string, body: string): Exchange['request'] => {
  const nonces = [...new Set(body.match(FENCE_NONCE) ?? [])];
  const named = nonces.reduce((text, nonce, index) => text.replaceAll(nonce, `nonce-${index + 1}`), body);
  return { path: new URL(url).pathname, body: JSON.parse(redactSecrets(named)) as unknown };
};

/** The name of a request's file. */
export const keyOf = (request: Exchange['request']): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 24);

/** What came back, whole. */
export const responseOf = async (response: Response): Promise<Exchange['response']> => ({
  status: response.status,
  headers: Object.fromEntries([...response.headers].filter(([name]) => KEPT_HEADERS.has(name))),
  body: redactSecrets(await response.text()),
});
