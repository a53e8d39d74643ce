import { idempotencyKeyOf, Problem, traceOfRequest, tryAgain, unfit } from '@troupe/agent-sdk/http';
import { conversationIdOf, type Draft, type ParsedData } from '@troupe/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { conversationIdIn, tenantOf, unknownConversation } from '../http/request-facts.ts';
import type { Door, RefusedFor, TurnedAway } from './door.ts';
import type { Admission, EdgeRequest } from './intake.ts';
import { followedBy, type Operation } from './operations.ts';

/** What a route asks for in the name of its client. */
export interface Accepting<Data> {
  readonly operation: Operation;
  /** Reads the body: see `readBody`. */
  readonly read: (body: unknown) => ParsedData<Data>;
  /** Makes the event of it. */
  readonly draftOf: (data: Data) => Draft;
  /** Where the conversation goes on besides its state and its events. */
  readonly links: (begun: Begun) => Readonly<Record<string, string>>;
  /** What is written with it: see `EdgeRequest`. Default: nothing. */
  readonly alongside?: (data: Data, begun: Begun) => EdgeRequest['alongside'];
}

/** Whose conversation it is. */
export interface Begun {
  readonly tenant: string;
  readonly conversationId: string;
}

const REFUSED: Readonly<Record<Exclude<Admission, 'accepted' | 'too-many-at-once'>, () => Problem>> = {
  'key-of-another-request': () =>
    new Problem(422, 'This Idempotency-Key was used for another request: take a new key for another body'),
  'unknown-conversation': unknownConversation,
  overtaken: () => tryAgain(503, 'Another request was first: send the same again'),
};

/** What a request is answered with that was not accepted. */
export const notAccepted = (admission: Exclude<Admitted, 'accepted'>): Problem =>
  typeof admission === 'object' ? turnAway(admission) : REFUSED[admission]();

type Admitted = Awaited<ReturnType<Door['admit']>>;

const TURNED_AWAY: Readonly<Record<RefusedFor, string>> = {
  'too-many-at-once': 'Too many requests at once: this one was not kept',
  undelivered: 'Too much waits to be published: this request was not kept',
  'client-rate': 'Too many requests of this client in a minute: this one was not kept',
  'tenant-rate': 'Too many requests of this tenant in a minute: this one was not kept',
};

const turnAway = ({ refusedFor, retryAfterSeconds }: TurnedAway): Problem =>
  tryAgain(429, TURNED_AWAY[refusedFor], retryAfterSeconds);

/** What was read. @throws Problem 400 with all that is wrong */
export const given = <Data>({ data, problems }: ParsedData<Data>): Data => {
  if (problems !== undefined) throw unfit(problems);
  return data;
};

/** What 202 says. */
export const answerOf = (conversationId: string, links: Readonly<Record<string, string>>): object => ({
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
  <Data>(door: Door, { operation, read, draftOf, links, alongside }: Accepting<Data>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const idempotencyKey = idempotencyKeyOf(request);
    const tenant = tenantOf(request);
    const begins = followedBy(operation) === undefined;
    const conversationId = begins ? conversationIdOf(tenant, idempotencyKey) : conversationIdIn(request);
    const data = given(read(request.body));
    const { body } = request;
    const trace = traceOfRequest(request);
    const beside = alongside?.(data, { tenant, conversationId });
    const asked = { operation, conversationId, idempotencyKey, tenant, body, draft: draftOf(data), trace };
    const admission = await door.admit({ ...asked, ...(beside && { alongside: beside }) }, request);
    if (admission !== 'accepted') throw notAccepted(admission);
    return reply.status(202).send(answerOf(conversationId, links({ tenant, conversationId })));
  };
