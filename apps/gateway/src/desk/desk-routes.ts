import { idempotencyKeyOf, queryOf, traceOfRequest, unfit } from '@troupe/agent-sdk/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { conversationIdIn, tenantOf } from '../http/request-facts.ts';
import { refused } from '../identity/refusals.ts';
import { operatorOf } from '../identity/who-asks.ts';
import { answerOf } from '../requests/accept-request.ts';
import { actionSchema, DESK_ACTIONS, readAction } from './desk-actions.ts';
import { carryOut, type DeskOptions } from './desk-options.ts';
import { actionDescription, inboxDescription, ticketDescription } from './desk-schemas.ts';
import { describeTicket, INBOXES, readInbox, type InboxName } from './inbox.ts';
import { judgeAction } from './judge-action.ts';
import { findTicket } from './ticket-rows.ts';

/** What operators see and do: GET /v1/desk/tickets, one of them, and POST take, return, reply or close below it. */
export const deskRoutes = (app: FastifyInstance, options: DeskOptions): void => {
  const { identity, db, levels, clock } = options;

  app.get('/v1/desk/tickets', { schema: inboxDescription }, async (request) => {
    const { name } = operatorOf(request, identity);
    const query = { tenant: tenantOf(request), inbox: inboxIn(request), name };
    const { tickets, more } = await readInbox(db, query, levels);
    const now = new Date(clock()).toISOString();
    return { now, more, tickets: tickets.map((ticket) => describeTicket(ticket, levels)) };
  });

  app.get('/v1/desk/tickets/:conversationId', { schema: ticketDescription }, async (request) => {
    operatorOf(request, identity);
    const key = { tenant: tenantOf(request), conversationId: conversationIdIn(request) };
    const ticket = await findTicket(db, key);
    if (ticket === undefined) throw refused('TICKET_UNKNOWN');
    return describeTicket(ticket, levels);
  });

  for (const kind of DESK_ACTIONS) {
    const schema = actionDescription(kind, actionSchema(kind));
    app.post(`/v1/desk/tickets/:conversationId/${kind}`, { schema }, async (request, reply) => {
      const by = operatorOf(request, identity, 'operator');
      const action = readAction(kind, request.body);
      const conversationId = conversationIdIn(request);
      await carryOut(
        {
          ...{ operation: kind, tenant: tenantOf(request), conversationId },
          idempotencyKey: idempotencyKeyOf(request),
          body: { ...action, by: by.name },
          trace: traceOfRequest(request),
          judge: (ticket, nowMs) => judgeAction(ticket, by, action, nowMs),
        },
        request,
        options,
      );
      return reply.status(202).send(answerOf(conversationId, { ticket: `/v1/desk/tickets/${conversationId}` }));
    });
  }
};

const inboxIn = (request: FastifyRequest): InboxName => {
  const { inbox = 'open' } = queryOf(request);
  const known = INBOXES.find((each) => each === inbox);
  if (known === undefined) throw unfit([{ field: 'inbox', message: `must be one of ${INBOXES.join(', ')}` }]);
  return known;
};
