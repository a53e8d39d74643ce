import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOfStream } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { answerInShape } from './answer-in-shape.ts';
import type { ScriptedReply } from './scripted-reply.ts';

/** A request as the server got it. */
export interface ModelRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What was sent, as JSON. */
  readonly body: ModelRequestBody;
}

/** The part of a request that specs look at; whatever else was sent is there, too. */
export interface ModelRequestBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly unknown[];
  readonly [field: string]: unknown;
}

/** A reply, or what makes one of the request. */
export type ScriptLine = ScriptedReply | ((request: ModelRequest) => ScriptedReply);

/** What the model will say. */
export interface ScriptOptions {
  /** One for each request, in this order. */
  readonly replies?: readonly ScriptLine[];
  /** Answers every request that comes after them. Default: such a request is unexpected. */
  readonly otherwise?: (request: ModelRequest) => ScriptedReply;
}

/** A model that says what a script says, over real HTTP. */
export interface ScriptedModel {
  /** The base of its API, for LLM_BASE_URL. */
  readonly url: string;
  /** What a service needs to ask it. */
  readonly env: Readonly<Record<string, string>>;
  /** Every request so far. */
  requests(): readonly ModelRequest[];
  /** Adds replies to the script. */
  says(...replies: readonly ScriptLine[]): ScriptedModel;
  /** Ends the server. @throws Error when a request was unexpected, or a reply was never asked for */
  close(): Promise<void>;
}

const NOT_IN_THE_SCRIPT: ScriptedReply = { status: 501, body: '{"error":{"message":"not in the script"}}' };

const requestOf = async (incoming: IncomingMessage): Promise<ModelRequest> => ({
  path: incoming.url ?? '',
  headers: incoming.headers,
  // Whoever sends something else finds out: a request that is no JSON fails the spec.
  body: JSON.parse(await textOfStream(incoming)) as ModelRequestBody,
});

/** What went wrong, for whoever wrote the script. */
const complaintsOf = (unexpected: readonly ModelRequest[], unused: number): readonly string[] => [
  ...unexpected.map(
    ({ path, body }) => `unexpected request ${path}, which ends with: ${JSON.stringify(body.messages?.at(-1))}`,
  ),
  ...(unused > 0 ? [`${unused} of the scripted replies were never asked for`] : []),
];

/**
 * Starts a server on the loopback that speaks the OpenAI-compatible API (`/chat/completions`, also streamed) and Anthropic's
 * (`/messages`), and answers by script: text, JSON, tool calls, refusals, errors, broken and cut-off answers, delays.
 */
export const startScriptedModel = async ({ replies = [], otherwise }: ScriptOptions = {}): Promise<ScriptedModel> => {
  const script = [...replies];
  const requests: ModelRequest[] = [];
  const unexpected: ModelRequest[] = [];
  const closing = new AbortController();
  const nextReply = (request: ModelRequest): ScriptedReply => {
    const line = script.shift() ?? otherwise;
    if (line === undefined) unexpected.push(request);
    return typeof line === 'function' ? line(request) : (line ?? NOT_IN_THE_SCRIPT);
  };
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await requestOf(incoming);
    requests.push(request);
    const reply = nextReply(request);
    if (reply.delayMs !== undefined) await delay(reply.delayMs, undefined, { signal: closing.signal });
    answerInShape(response, { reply, request, turn: requests.length });
  };
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a host and port has an address of this kind.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const model: ScriptedModel = {
    url,
    env: { LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'scripted', LLM_BASE_URL: url },
    requests: () => requests,
    says: (...more) => (script.push(...more), model),
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      const complaints = complaintsOf(unexpected, script.length);
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    },
  };
  return model;
};
