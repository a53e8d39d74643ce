import { idempotencyHeaders, idempotencyKeyOf, traceOfRequest } from '@troupe/agent-sdk/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { conversationIdIn, tenantOf } from '../http/request-facts.ts';
import { acceptedSchema, conversationParams, problems } from '../http/schemas.ts';
import { refused } from '../identity/refusals.ts';
import { bearerOf, chatOf } from '../identity/who-asks.ts';
import { answerOf } from '../requests/accept-request.ts';
import { personsText, readFields } from '../requests/read-fields.ts';
import { LONGEST_MESSAGE } from './desk-actions.ts';
import { carryOut, type DeskOptions } from './desk-options.ts';
import { judgeMessage } from './judge-action.ts';
import { findTicket } from './ticket-rows.ts';

const BODY = z.strictObject({ text: personsText(LONGEST_MESSAGE) });

/** What customers see of their own ticket, and what they say: GET and POST below /v1/chat. */
export const chatRoutes = (app: FastifyInstance, options: DeskOptions): void => {
  const { identity, db } = options;
  const asked = (request: FastifyRequest) =>
    chatOf(bearerOf(request), { tenant: tenantOf(request), conversationId: conversationIdIn(request) }, identity);

  app.get('/v1/chat/:conversationId', { schema: chatDescription }, async (request) => {
    const key = asked(request);
    const ticket = await findTicket(db, key);
    if (ticket === undefined) throw refused('TICKET_UNKNOWN');
    const { conversationId, subject, takenBy, closedMs } = ticket;
    return { conversationId, subject, servedBy: takenBy, closed: closedMs !== null };
  });

  app.post('/v1/chat/:conversationId/messages', { schema: messageDescription }, async (request, reply) => {
    const key = asked(request);
    const { text } = readFields(request.body, BODY);
    const wanted = {
      ...key,
      operation: 'message' as const,
      idempotencyKey: idempotencyKeyOf(request),
      body: { text },
      trace: traceOfRequest(request),
      judge: (ticket: Parameters<typeof judgeMessage>[0], nowMs: number) => judgeMessage(ticket, text, nowMs),
    };
    await carryOut(wanted, request, options);
    return reply.status(202).send(answerOf(key.conversationId, {}));
  });
};

const security = [{ customer: [] }];

const chatDescription = {
  tags: ['chat'],
  summary: 'How it stands with a ticket, for who opened it',
  security,
  params: conversationParams,
  response: {
    200: {
      type: 'object',
      properties: {
        conversationId: { type: 'string' },
        subject: { type: ['string', 'null'] },
        servedBy: { type: ['string', 'null'], description: 'Who serves them; null while nobody does' },
        closed: { type: 'boolean' },
      },
    },
    ...problems(401, 403, 404, 503),
  },
};

const messageDescription = {
  tags: ['chat'],
  summary: 'Say something in the conversation of a ticket',
  security,
  params: conversationParams,
  headers: idempotencyHeaders,
  body: {
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', minLength: 1, maxLength: LONGEST_MESSAGE } },
  },
  response: { 202: acceptedSchema({}), ...problems(400, 401, 403, 404, 409, 422, 429, 503) },
};
