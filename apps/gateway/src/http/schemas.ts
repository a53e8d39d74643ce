import { problemsIn } from '@troupe/agent-sdk/http';
import { CONVERSATION_STATUSES } from '../conversations/conversation-state.ts';

/** Schemas of the interface's description. What is accepted is decided by the code that reads it, which tells more. */
const text = (description: string) => ({ type: 'string', description });
const time = (description: string) => ({ type: 'string', format: 'date-time', description });
const optionalTime = (description: string) => ({ type: ['string', 'null'], format: 'date-time', description });
const count = (description: string) => ({ type: 'integer', minimum: 0, description });

const WORDS: Readonly<Record<number, string>> = {
  400: 'Something in the request does not fit: each field is named',
  401: 'Who asks brings no token that this takes; code says which',
  403: 'Who asks may not do that; code says why',
  404: 'Unknown conversation',
  409: 'It does not fit where the ticket stands; code says why',
  413: 'The body is larger than 1 MiB',
  415: 'The body is not JSON',
  422: 'The idempotency key was used for another request',
  429: 'Too much work: at once, in a minute, or waiting to be published. Nothing was kept: send the same again after Retry-After',
  503: 'A server is away and the outcome may be unknown: send the same again after Retry-After',
};

/** The refusals of a route, by status. */
export const problems = problemsIn(WORDS);

/** The parameter of the paths below a conversation. */
export const conversationParams = {
  type: 'object',
  required: ['conversationId'],
  properties: { conversationId: text('As the answer to the request that began it gave it') },
};

/** Where an accepted request goes on: to the conversation, and where else its kind has links to, by name. */
export const acceptedSchema = (links: Readonly<Record<string, string>>): object => ({
  type: 'object',
  description: 'Kept durably; its event is published from there',
  required: ['conversationId', 'status', 'links'],
  properties: {
    conversationId: { type: 'string' },
    status: { const: 'accepted' },
    links: {
      type: 'object',
      properties: {
        conversation: text('State and timeline'),
        events: text('Server-sent events'),
        ...Object.fromEntries(Object.entries(links).map(([name, description]) => [name, text(description)])),
      },
    },
  },
});

const eventSchema = {
  type: 'object',
  properties: {
    position: count('From 1, without gaps within the conversation'),
    id: { type: 'string' },
    type: text('Such as order.verified'),
    source: text('Who concluded it'),
    time: time('When it was concluded, by the clock of its source'),
    appendedAt: time('When the log took it'),
    causationId: { type: ['string', 'null'], description: 'The event that caused it' },
    lamport: count('For display and ties only'),
    data: { type: 'object', additionalProperties: true },
  },
};

/** A conversation as it is answered. */
export const conversationSchema = {
  type: 'object',
  properties: {
    conversationId: { type: 'string' },
    status: { type: 'string', enum: CONVERSATION_STATUSES },
    startedAt: optionalTime('When the log took its first event'),
    resolvedAt: optionalTime('When the log took the event that resolved it'),
    events: { type: 'array', items: eventSchema },
    nextAfter: { type: ['integer', 'null'], description: 'Ask for ?after= this to read on' },
  },
};
