import { idempotencyHeaders } from '@troupe/agent-sdk/http';
import { TicketOpened } from '@troupe/contracts';
import type { FastifyInstance } from 'fastify';
import { acceptedSchema, problems } from '../http/schemas.ts';
import { acceptRequests } from '../requests/accept-request.ts';
import type { Door } from '../requests/door.ts';
import { openTicket } from '../desk/ticket-rows.ts';
import type { Identity } from '../identity/identity.ts';
import { readTicket, ticketSchema } from './ticket-request.ts';

/** What the routes of tickets are made of. */
export interface TicketRoutesOptions {
  readonly door: Door;
  /** Absent where customers cannot chat. */
  readonly identity?: Pick<Identity, 'chats'>;
}

/** POST /v1/tickets. */
export const ticketRoutes = (app: FastifyInstance, { door, identity }: TicketRoutesOptions): void => {
  const open = acceptRequests(door, {
    operation: 'ticket',
    read: readTicket,
    draftOf: TicketOpened,
    links: (begun) => (identity === undefined ? {} : { chat: `/chat#${identity.chats.close(begun)}` }),
    alongside: (data, begun) => async (tx, openedMs) => {
      await openTicket(tx, { ...begun, openedMs, data });
      return true;
    },
  });
  app.post('/v1/tickets', { schema: ticketDescription() }, open);
};

const ticketDescription = () => ({
  tags: ['tickets'],
  summary: 'Open a ticket',
  description: 'What a customer tells those who serve them. Whether it is urgent is judged from its words.',
  headers: idempotencyHeaders,
  body: ticketSchema(),
  response: {
    202: acceptedSchema({
      chat: 'Where the customer goes on, with the token that this takes; only where there is a desk',
    }),
    ...problems(400, 413, 415, 422, 429, 503),
  },
});
