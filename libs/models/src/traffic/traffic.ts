import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TroupeError } from '@troupe/contracts';
import { keyOf, readExchange, requestOf, responseOf, type Exchange } from './exchange.ts';

/** Where recorded traffic lies: a file for each request. */
export interface TrafficOptions {
  readonly folder: string;
}

interface Sent {
  readonly url: string;
  readonly body: string;
}

/** What the AI SDK hands to `fetch`: an address and a text. */
const sentBy = (input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Sent => ({
  url: input instanceof Request ? input.url : input.toString(),
  body: typeof init?.body === 'string' ? init.body : '{}',
});

/** Tells the second of two equal requests from the first: each may have been answered differently. */
const counting = (): ((key: string) => string) => {
  const seen = new Map<string, number>();
  return (key) => {
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? `${key}.json` : `${key}-${times}.json`;
  };
};

/**
 * A `fetch` that sends requests on and keeps each with its answer. Headers of requests are not kept, and what looks like a
 * key is taken out, so that the files can lie beside the specs.
 */
export const recordTraffic = ({
  folder,
  fetch: send = fetch,
}: TrafficOptions & { readonly fetch?: typeof fetch }): typeof fetch => {
  const fileOf = counting();
  return async (input, init) => {
    const { url, body } = sentBy(input, init);
    const request = requestOf(url, body);
    const response = await send(input, init);
    const exchange: Exchange = { request, response: await responseOf(response.clone()) };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, fileOf(keyOf(request))), `${JSON.stringify(exchange, null, 2)}\n`);
    return response;
  };
};

const unrecorded = (request: Exchange['request'], file: string): TroupeError =>
  new TroupeError(
    'MODEL_UNRECORDED',
    `${request.path} was asked something that is not among the recorded requests (${file}): record it again with recordTraffic`,
    { details: { file, path: request.path } },
  );

/**
 * A `fetch` that answers from recorded files alone, and sends nothing.
 * @throws TroupeError MODEL_UNRECORDED when it is asked something that was not recorded
 */
export const replayTraffic = ({ folder }: TrafficOptions): typeof fetch => {
  const fileOf = counting();
  return async (input, init) => {
    const { url, body } = sentBy(input, init);
    const request = requestOf(url, body);
    const file = fileOf(keyOf(request));
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (text === undefined) throw unrecorded(request, file);
    const { status, headers, body: answer } = readExchange(text).response;
    return new Response(answer, { status, headers });
  };
};
