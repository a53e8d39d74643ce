import { idempotencyHeaders, idempotencyKeyOf, Problem, traceOfRequest, tryAgain, unfit } from '@troupe/agent-sdk/http';
import { conversationIdOf, OrderCancelled, TransactionCreated, type Draft, type ParsedData } from '@troupe/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { conversationIdIn, tenantOf, unknownConversation } from '../http/request-facts.ts';
import { acceptedSchema, conversationParams, problems } from '../http/schemas.ts';
import type { Door, RefusedFor, TurnedAway } from '../requests/door.ts';
import type { Admission, EdgeRequest } from '../requests/intake.ts';
import { cancellationSchema, orderSchema, readCancellation, readOrder } from './order-request.ts';

/** What the routes of orders are made of. */
export interface OrderRoutesOptions {
  readonly door: Door;
  readonly clock: () => number;
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

const answerOf = (conversationId: string): object => ({
  conversationId,
  status: 'accepted',
  links: {
    conversation: `/v1/conversations/${conversationId}`,
    events: `/v1/conversations/${conversationId}/events`,
    cancellation: `/v1/orders/${conversationId}/cancellation`,
  },
});

const given = <Data>({ data, problems: found }: ParsedData<Data>): Data => {
  if (found !== undefined) throw unfit(found);
  return data;
};

/** POST /v1/orders and POST /v1/orders/:conversationId/cancellation. */
export const orderRoutes = (app: FastifyInstance, { door, clock }: OrderRoutesOptions): void => {
  const admit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Pick<EdgeRequest, 'operation' | 'conversationId' | 'idempotencyKey'> & { readonly draft: Draft },
  ): Promise<FastifyReply> => {
    const { body } = request;
    const edge: EdgeRequest = { ...asked, trace: traceOfRequest(request), tenant: tenantOf(request), body };
    const admission = await door.admit(edge, request);
    if (typeof admission === 'object') throw turnAway(admission);
    if (admission !== 'accepted') throw REFUSED[admission]();
    return reply.status(202).send(answerOf(asked.conversationId));
  };

  app.post('/v1/orders', { schema: orderDescription() }, (request, reply) => {
    const idempotencyKey = idempotencyKeyOf(request);
    const conversationId = conversationIdOf(tenantOf(request), idempotencyKey);
    const draft = TransactionCreated(given(readOrder(request.body, clock())));
    return admit(request, reply, { operation: 'order', conversationId, idempotencyKey, draft });
  });

  app.post('/v1/orders/:conversationId/cancellation', { schema: cancellationDescription() }, (request, reply) => {
    const idempotencyKey = idempotencyKeyOf(request);
    const conversationId = conversationIdIn(request);
    const draft = OrderCancelled(given(readCancellation(request.body, clock())));
    return admit(request, reply, { operation: 'cancellation', conversationId, idempotencyKey, draft });
  });
};

const orderDescription = () => ({
  tags: ['orders'],
  summary: 'Place an order',
  headers: idempotencyHeaders,
  body: orderSchema(),
  response: { 202: acceptedSchema, ...problems(400, 413, 415, 422, 429, 503) },
});

const cancellationDescription = () => ({
  tags: ['orders'],
  summary: 'Take an order back',
  headers: idempotencyHeaders,
  params: conversationParams,
  body: cancellationSchema(),
  response: { 202: acceptedSchema, ...problems(400, 404, 413, 415, 422, 429, 503) },
});
