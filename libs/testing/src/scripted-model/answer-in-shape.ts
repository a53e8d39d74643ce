import type { ServerResponse } from 'node:http';
import { anthropicError, messageOf } from './anthropic-shape.ts';
import { chunksOf, completionOf, openAiError } from './openai-shape.ts';
import { isFailure, type ScriptedAnswer, type ScriptedFailure, type ScriptedReply } from './scripted-reply.ts';
import type { ModelRequest } from './start-scripted-model.ts';

/** What is answered, and to what. */
export interface Exchange {
  readonly reply: ScriptedReply;
  readonly request: ModelRequest;
  /** Which request of this server it is, from 1. */
  readonly turn: number;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const isAnthropic = ({ path }: ModelRequest): boolean => path.endsWith('/messages');

const fail = (response: ServerResponse, { status = 200, retryAfter, body }: ScriptedFailure, request: ModelRequest) => {
  const error = isAnthropic(request) ? anthropicError(status) : openAiError(status);
  const headers = { ...JSON_TYPE, ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) };
  response.writeHead(status, headers).end(body ?? JSON.stringify(error));
};

/** Sends the first half of it and breaks the connection. */
const breakOff = (response: ServerResponse, bytes: string): void => {
  response.write(bytes.slice(0, Math.ceil(bytes.length / 2)), () => response.destroy());
};

const complete = (response: ServerResponse, answer: ScriptedAnswer, { request, turn }: Exchange): void => {
  const model = request.body.model ?? '';
  const body = JSON.stringify(
    isAnthropic(request) ? messageOf(answer, model, turn) : completionOf(answer, model, turn),
  );
  response.writeHead(200, { ...JSON_TYPE, 'content-length': Buffer.byteLength(body) });
  if (answer.cutOff === 'connection') return breakOff(response, body);
  response.end(body);
};

const stream = (response: ServerResponse, answer: ScriptedAnswer, { request, turn }: Exchange): void => {
  const body = chunksOf(answer, request.body.model ?? '', turn)
    .map((chunk) => `data: ${chunk}\n\n`)
    .join('');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (answer.cutOff === 'connection') return breakOff(response, body);
  response.end(body);
};

/** Answers in the shape of the API that was asked. */
export const answerInShape = (response: ServerResponse, exchange: Exchange): void => {
  const { reply, request } = exchange;
  if (isFailure(reply)) return fail(response, reply, request);
  if (request.body.stream === true && !isAnthropic(request)) return stream(response, reply, exchange);
  complete(response, reply, exchange);
};
