import { idempotencyHeaders } from '@troupe/agent-sdk/http';
import { OrderCancelled, TransactionCreated } from '@troupe/contracts';
import type { FastifyInstance } from 'fastify';
import { acceptedSchema, conversationParams, problems } from '../http/schemas.ts';
import { acceptRequests, type Begun } from '../requests/accept-request.ts';
import type { Door } from '../requests/door.ts';
import { cancellationSchema, orderSchema, readCancellation, readOrder } from './order-request.ts';

/** What the routes of orders are made of. */
export interface OrderRoutesOptions {
  readonly door: Door;
  readonly clock: () => number;
}

const links = ({ conversationId }: Begun) => ({ cancellation: `/v1/orders/${conversationId}/cancellation` });

/** POST /v1/orders and POST /v1/orders/:conversationId/cancellation. */
export const orderRoutes = (app: FastifyInstance, { door, clock }: OrderRoutesOptions): void => {
  const place = acceptRequests(door, {
    operation: 'order',
    read: (body) => readOrder(body, clock()),
    draftOf: TransactionCreated,
    links,
  });
  app.post('/v1/orders', { schema: orderDescription() }, place);

  const cancel = acceptRequests(door, {
    operation: 'cancellation',
    read: (body) => readCancellation(body, clock()),
    draftOf: OrderCancelled,
    links,
  });
  app.post('/v1/orders/:conversationId/cancellation', { schema: cancellationDescription() }, cancel);
};

const answers = { 202: acceptedSchema({ cancellation: 'Where the order is taken back' }) };

const orderDescription = () => ({
  tags: ['orders'],
  summary: 'Place an order',
  headers: idempotencyHeaders,
  body: orderSchema(),
  response: { ...answers, ...problems(400, 413, 415, 422, 429, 503) },
});

const cancellationDescription = () => ({
  tags: ['orders'],
  summary: 'Take an order back',
  headers: idempotencyHeaders,
  params: conversationParams,
  body: cancellationSchema(),
  response: { ...answers, ...problems(400, 404, 413, 415, 422, 429, 503) },
});
