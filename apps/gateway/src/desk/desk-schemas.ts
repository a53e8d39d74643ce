import { idempotencyHeaders } from '@troupe/agent-sdk/http';
import { acceptedSchema, conversationParams, problems } from '../http/schemas.ts';
import { INBOXES } from './inbox.ts';

/** What describes the routes of the desk and the chat. */
const text = (description: string) => ({ type: 'string', description });
const maybeText = (description: string) => ({ type: ['string', 'null'], description });
const maybeTime = (description: string) => ({ type: ['string', 'null'], format: 'date-time', description });

const draft = {
  type: ['object', 'null'],
  description: 'What an agent drafted last; null until one did',
  properties: {
    id: text('Of reply.drafted: what a reply that begins with it names'),
    text: maybeText('With the numbers of its citations in brackets; null when nothing was found'),
    sendable: maybeText('Without these numbers'),
    reason: maybeText('Why there is no text'),
    citations: { type: 'array', items: { type: 'object', additionalProperties: true } },
    writtenBy: { type: 'string' },
  },
};

const ticket = {
  type: 'object',
  properties: {
    conversationId: { type: 'string' },
    customerId: maybeText('Null for a ticket that was opened before there was a desk'),
    subject: maybeText('As the customer calls it'),
    excerpt: maybeText('The beginning of what they wrote'),
    channel: maybeText('Where it was said'),
    level: { type: ['string', 'null'], enum: ['critical', 'routine', null], description: 'Null until it is told' },
    score: { type: ['number', 'null'], description: 'Sentiment from -1 to 1' },
    urgency: maybeText('LOW, NORMAL or HIGH'),
    topic: maybeText('What it is about'),
    draft,
    takenBy: maybeText('Who has it; null while it is free'),
    openedAt: text('ISO date-time'),
    takenAt: maybeTime('Since when'),
    waitingSince: maybeTime('Since when the customer waits for a person'),
    dueAt: maybeTime('By when a person answers'),
    closedBy: maybeText('Who closed it'),
    closedAt: maybeTime('When it was closed'),
    revision: { type: 'integer' },
  },
};

const security = [{ operator: [] }, { session: [] }];

/** GET /v1/desk/tickets. */
export const inboxDescription = {
  tags: ['desk'],
  summary: 'Tickets in the order in which they are to be answered',
  security,
  querystring: { type: 'object', properties: { inbox: { type: 'string', enum: INBOXES, default: 'open' } } },
  response: {
    200: {
      type: 'object',
      properties: {
        now: text('The time here, for whoever counts ages'),
        more: { type: 'boolean', description: 'Whether there are more than these 200' },
        tickets: { type: 'array', items: ticket },
      },
    },
    ...problems(400, 401, 503),
  },
};

/** GET /v1/desk/tickets/:conversationId. */
export const ticketDescription = {
  tags: ['desk'],
  summary: 'A ticket as the desk keeps it',
  security,
  params: conversationParams,
  response: { 200: ticket, ...problems(401, 404, 503) },
};

const SUMMARIES = {
  take: 'Take a ticket: nobody else can then. A lead may take what another has',
  return: 'Hand a ticket back',
  reply: 'Say something to the customer',
  close: 'Close a ticket',
} as const;

/** POST below a ticket. */
export const actionDescription = (kind: keyof typeof SUMMARIES, body: Record<string, unknown>): object => ({
  tags: ['desk'],
  summary: SUMMARIES[kind],
  security,
  params: conversationParams,
  headers: idempotencyHeaders,
  body,
  response: { 202: acceptedSchema({ ticket: 'The ticket' }), ...problems(400, 401, 403, 404, 409, 422, 429, 503) },
});
