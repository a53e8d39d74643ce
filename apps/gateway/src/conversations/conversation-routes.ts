import { countIn, queryOf, tryAgain, unfit } from '@troupe/agent-sdk/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { conversationIdIn, tenantOf, unknownConversation } from '../http/request-facts.ts';
import { conversationParams, conversationSchema, problems } from '../http/schemas.ts';
import type { ConversationReader } from './conversation-reader.ts';
import type { EventStreams } from './event-streams.ts';

/** What the routes of conversations are made of. */
export interface ConversationRoutesOptions {
  readonly conversations: ConversationReader;
  readonly streams: Pick<EventStreams, 'open' | 'hasRoom'>;
}

const MOST_EVENTS = 500;
const DEFAULT_EVENTS = 100;
const AFTER = { field: 'after', otherwise: 0, most: 2 ** 31 - 1 };

/** GET /v1/conversations/:conversationId and its events as a stream. */
export const conversationRoutes = (
  app: FastifyInstance,
  { conversations, streams }: ConversationRoutesOptions,
): void => {
  app.get('/v1/conversations/:conversationId', { schema: readDescription }, async (request) => {
    const { after, limit } = queryOf(request);
    const page = {
      after: countIn(after, AFTER),
      limit: countIn(limit, { field: 'limit', otherwise: DEFAULT_EVENTS, most: MOST_EVENTS }),
    };
    const conversation = await conversations.read(tenantOf(request), conversationIdIn(request), page);
    if (conversation === undefined) throw unknownConversation();
    return conversation;
  });

  const options = { schema: followDescription, exposeHeadRoute: false };
  app.get('/v1/conversations/:conversationId/events', options, async (request, reply) => {
    const followed = {
      conversationId: conversationIdIn(request),
      after: resumedAfter(request),
      untilResolved: untilResolvedIn(request),
    };
    if (!streams.hasRoom()) throw tryAgain(503, 'Too many conversations are being followed here');
    if (!(await conversations.exists(tenantOf(request), followed.conversationId))) throw unknownConversation();
    await streams.open(writeHead(reply), followed);
  });
};

/** The place that a client resumes from: what it says when it connects again goes before what its address says. */
const resumedAfter = (request: FastifyRequest): number =>
  countIn(request.headers['last-event-id'] ?? queryOf(request)['after'], AFTER);

const untilResolvedIn = (request: FastifyRequest): boolean => {
  const { until } = queryOf(request);
  if (until === undefined || until === 'resolved') return until === 'resolved';
  throw unfit([{ field: 'until', message: "must be 'resolved' or absent" }]);
};

const writeHead = (reply: FastifyReply) => {
  reply.hijack();
  const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
  // Fastify's own headers are texts, numbers and lists of texts, which is what Node takes.
  return reply.raw.writeHead(200, headers as Record<string, string>);
};

const readDescription = {
  tags: ['conversations'],
  summary: 'State and timeline of a conversation',
  params: conversationParams,
  querystring: {
    type: 'object',
    properties: {
      after: { type: 'integer', minimum: 0, default: 0, description: 'Only events after this position' },
      limit: { type: 'integer', minimum: 0, maximum: MOST_EVENTS, default: DEFAULT_EVENTS },
    },
  },
  response: { 200: conversationSchema, ...problems(400, 404, 503) },
};

const followDescription = {
  tags: ['conversations'],
  summary: 'The events of a conversation as they happen',
  description:
    'Server-sent events: id is the position, event the type, data the same JSON as in the timeline. ' +
    'A client that connects again goes on after Last-Event-ID. Events of the type signal have no id: what somebody does ' +
    'at this moment, for who listens at this moment.',
  params: conversationParams,
  headers: { type: 'object', properties: { 'Last-Event-ID': { type: 'string' } } },
  querystring: {
    type: 'object',
    properties: {
      after: { type: 'integer', minimum: 0, default: 0 },
      until: { type: 'string', enum: ['resolved'], description: 'Ends after the event that resolves the conversation' },
    },
  },
  response: {
    200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    ...problems(400, 404, 503),
  },
};
