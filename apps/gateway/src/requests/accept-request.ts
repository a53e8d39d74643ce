import { idempotencyKeyOf, Problem, traceOfRequest, tryAgain, unfit } from '@troupe/agent-sdk/http';
import { conversationIdOf, type Draft, type ParsedData } from '@troupe/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { conversationIdIn, tenantOf, unknownConversation } from '../http/request-facts.ts';
import type { Door, RefusedFor, TurnedAway } from './door.ts';
import type { Admission } from './intake.ts';
import { followedBy, type Operation } from './operations.ts';

/** What a route asks for in the name of its client. */
export interface Accepting<Data> {
  readonly operation: Operation;
  /** Reads the body: see `readBody`. */
  readonly read: (body: unknown) => ParsedData<Data>;
  /** Makes the event of it. */
  readonly draftOf: (data: Data) => Draft;
  /** Where the conversation goes on besides its state and its events. */
  readonly links: (conversationId: string) => Readonly<Record<string, string>>;
}

const REFUSED: Readonly<Record<Exclude<Admission, 'accepted' | 'too-many-at-once'>, () => Problem>> = {
  'key-of-another-request': () =>
    new Problem(422, 'This Idempotency-Key was used for another request: take a new key for another body'),
  'unknown-conversation': unknownConversation,
};

const TURNED_AWAY: Readonly<Record<RefusedFor, string>> = {
  'too-many-at-once': 'Too many requests at once: this one was not kept',
  undelivered: 'Too much waits to be published: this request was not kept',
  'client-rate': 'Too many requests of this client in a minute: this one was not kept',
  'tenant-rate': 'Too many requests of this tenant in a minute: this one was not kept',
};

const turnAway = ({ refusedFor, retryAfterSeconds }: TurnedAway): Problem =>
  tryAgain(429, TURNED_AWAY[refusedFor], retryAfterSeconds);

const given = <Data>({ data, problems }: ParsedData<Data>): Data => {
  if (problems !== undefined) throw unfit(problems);
  return data;
};

const answerOf = (conversationId: string, links: Readonly<Record<string, string>>): object => ({
  conversationId,
  status: 'accepted',
  links: {
    conversation: `/v1/conversations/${conversationId}`,
    events: `/v1/conversations/${conversationId}/events`,
    ...links,
  },
});

/** The handler of a route that takes requests in: 202 once one is kept, else the problem that says why not. */
export const acceptRequests =
  <Data>(door: Door, { operation, read, draftOf, links }: Accepting<Data>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const idempotencyKey = idempotencyKeyOf(request);
    const tenant = tenantOf(request);
    const begins = followedBy(operation) === undefined;
    const conversationId = begins ? conversationIdOf(tenant, idempotencyKey) : conversationIdIn(request);
    const draft = draftOf(given(read(request.body)));
    const { body } = request;
    const trace = traceOfRequest(request);
    const asked = { operation, conversationId, idempotencyKey, tenant, body, draft, trace };
    const admission = await door.admit(asked, request);
    if (typeof admission === 'object') throw turnAway(admission);
    if (admission !== 'accepted') throw REFUSED[admission]();
    return reply.status(202).send(answerOf(conversationId, links(conversationId)));
  };
