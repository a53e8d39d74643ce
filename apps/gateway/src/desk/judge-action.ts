import { MessageSent, TicketClosed, TicketReturned, TicketTaken, type Draft as EventDraft } from '@troupe/contracts';
import type { Operator } from '../identity/operators.ts';
import type { Refusal } from '../identity/refusals.ts';
import type { DeskChanges, DeskTicket } from './desk-ticket.ts';

/** What somebody wants done with a ticket. */
export type DeskAction =
  | { readonly kind: 'take' }
  | { readonly kind: 'return'; readonly reason: string | null }
  | { readonly kind: 'reply'; readonly text: string; readonly draft: string | null }
  | { readonly kind: 'close'; readonly note: string | null };

/** What is done, or why not. */
export type Judgement =
  | { readonly event: EventDraft; readonly changes: DeskChanges }
  | { readonly refusal: Refusal; readonly about?: Readonly<Record<string, string>> };

type Judge<Kind extends DeskAction['kind']> = (
  ticket: DeskTicket,
  by: Operator,
  action: Extract<DeskAction, { readonly kind: Kind }>,
  nowMs: number,
) => Judgement;

const heldBy = (takenBy: string): Judgement => ({ refusal: 'TICKET_TAKEN', about: { takenBy } });

const FREE: DeskChanges = { takenBy: null, takenMs: null };

const take: Judge<'take'> = ({ takenBy }, { name, role }, _action, nowMs) => {
  if (takenBy !== null && (takenBy === name || role !== 'lead')) return heldBy(takenBy);
  return { event: TicketTaken({ by: name, from: takenBy }), changes: { takenBy: name, takenMs: nowMs } };
};

const handBack: Judge<'return'> = ({ takenBy }, { name, role }, { reason }) => {
  if (takenBy === null) return { refusal: 'TICKET_NOT_TAKEN' };
  if (takenBy !== name && role !== 'lead') return heldBy(takenBy);
  return { event: TicketReturned({ by: name, from: takenBy, reason }), changes: FREE };
};

/** Who speaks with a customer has the ticket: two would say two things. */
const reply: Judge<'reply'> = (ticket, { name }, { text, draft }) => {
  if (ticket.takenBy === null) return { refusal: 'TICKET_NOT_TAKEN' };
  if (ticket.takenBy !== name) return heldBy(ticket.takenBy);
  if (draft !== null && draft !== ticket.draft?.id) return { refusal: 'DRAFT_UNKNOWN' };
  const edited = draft !== null && text.trim() !== ticket.draft?.sendable;
  const event = MessageSent({ author: 'OPERATOR', by: name, text, draft, edited });
  return { event, changes: { waitingSinceMs: null } };
};

const close: Judge<'close'> = ({ takenBy }, { name, role }, { note }, nowMs) => {
  if (takenBy !== name && role !== 'lead') return takenBy === null ? { refusal: 'TICKET_NOT_TAKEN' } : heldBy(takenBy);
  return {
    event: TicketClosed({ by: name, note }),
    changes: { ...FREE, waitingSinceMs: null, closedBy: name, closedMs: nowMs },
  };
};

/** What becomes of a ticket when an operator wants this. Roles below `operator` are refused before. */
export const judgeAction = (ticket: DeskTicket, by: Operator, action: DeskAction, nowMs: number): Judgement => {
  if (ticket.closedMs !== null) return { refusal: 'TICKET_CLOSED' };
  switch (action.kind) {
    case 'take':
      return take(ticket, by, action, nowMs);
    case 'return':
      return handBack(ticket, by, action, nowMs);
    case 'reply':
      return reply(ticket, by, action, nowMs);
    case 'close':
      return close(ticket, by, action, nowMs);
  }
};

/** What becomes of a ticket when its customer says something: they wait from then on, unless they did already. */
export const judgeMessage = (ticket: DeskTicket, text: string, nowMs: number): Judgement => {
  if (ticket.closedMs !== null) return { refusal: 'TICKET_CLOSED' };
  const event = MessageSent({ author: 'CUSTOMER', by: ticket.customerId ?? 'customer', text });
  return { event, changes: { waitingSinceMs: ticket.waitingSinceMs ?? nowMs } };
};
