import { conversationIdOf, OrderCancelled, TransactionCreated, type Draft, type ParsedData } from '@troupe/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, tryAgain, unfit } from '../http/problem.ts';
import { conversationIdIn, idempotencyKeyOf, tenantOf, traceOf, unknownConversation } from '../http/request-facts.ts';
import { acceptedSchema, conversationParams, idempotencyHeaders, problems } from '../http/schemas.ts';
import type { Admission, EdgeRequest, Intake } from '../requests/intake.ts';
import { cancellationSchema, orderSchema, readCancellation, readOrder } from './order-request.ts';

/** What the routes of orders are made of. */
export interface OrderRoutesOptions {
  readonly intake: Pick<Intake, 'admit'>;
  readonly clock: () => number;
}

const REFUSED: Readonly<Record<Exclude<Admission, 'accepted'>, () => Problem>> = {
  'key-of-another-request': () =>
    new Problem(422, 'This Idempotency-Key was used for another request: take a new key for another body'),
  'unknown-conversation': unknownConversation,
  'too-many-at-once': () => tryAgain(429, 'Too many requests at once'),
};

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
export const orderRoutes = (app: FastifyInstance, { intake, clock }: OrderRoutesOptions): void => {
  const admit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Pick<EdgeRequest, 'operation' | 'conversationId' | 'idempotencyKey'> & { readonly draft: Draft },
  ): Promise<FastifyReply> => {
    const { body } = request;
    const admission = await intake.admit({ ...asked, ...traceOf(request), tenant: tenantOf(request), body });
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
