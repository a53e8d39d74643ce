import { h, type ComponentChild } from 'preact';
import { dueIn, span } from '../shared/time.ts';
import { choose, showInbox } from './actions.ts';
import { INBOXES, type DeskState, type InboxName, type Ticket } from './state.ts';

const NAMES: Readonly<Record<InboxName, string>> = { open: 'Open', mine: 'Mine', closed: 'Closed' };

const EMPTY: Readonly<Record<InboxName, readonly [string, string]>> = {
  open: ['Nobody waits', 'New tickets appear here by themselves, the most urgent first.'],
  mine: ['Nothing is yours', 'Take a ticket from Open, with T.'],
  closed: ['Nothing was closed yet', 'Tickets that are dealt with are kept here.'],
};

const dueLine = (ticket: Ticket, nowMs: number): ComponentChild => {
  if (ticket.closedAt !== null) return h('span', { class: 'due' }, `closed by ${ticket.closedBy ?? ''}`);
  if (ticket.dueAt === null || ticket.waitingSince === null) return h('span', { class: 'due' }, 'answered');
  const { text, tone } = dueIn(ticket.dueAt, ticket.waitingSince, nowMs);
  return h('span', { class: `due ${tone}` }, text);
};

/** How urgent a ticket is, in a word and a shape: not by colour alone. */
export const Level = ({ level }: Pick<Ticket, 'level'>): ComponentChild =>
  h('span', { class: `level ${level ?? 'untold'}` }, level ?? 'not told yet');

const row = (ticket: Ticket, { chosen }: DeskState, nowMs: number): ComponentChild => {
  const { conversationId, customerId, subject, excerpt, takenBy, level, openedAt, draft } = ticket;
  return h(
    'li',
    { key: conversationId },
    h(
      'button',
      {
        class: 'row',
        'aria-current': conversationId === chosen ? 'true' : undefined,
        onClick: () => choose(conversationId),
      },
      h('span', { class: 'row-top' }, h(Level, { level }), dueLine(ticket, nowMs)),
      h('span', { class: 'row-title' }, subject ?? excerpt ?? 'Opened before there was a desk'),
      subject !== null && excerpt !== null && h('span', { class: 'row-excerpt' }, excerpt),
      h(
        'span',
        { class: 'row-foot' },
        h('span', null, customerId ?? 'unknown customer'),
        h('span', null, takenBy !== null ? `with ${takenBy}` : draft?.text ? 'draft ready' : ''),
        h('span', { class: 'age', title: `opened ${openedAt}` }, span(nowMs - Date.parse(openedAt))),
      ),
    ),
  );
};

const empty = (inbox: InboxName): ComponentChild => {
  const [title, text] = EMPTY[inbox];
  return h('div', { class: 'empty' }, h('h2', null, title), h('p', null, text));
};

const list = (state: DeskState, nowMs: number): ComponentChild => {
  const { tickets, inbox, more } = state;
  if (tickets === undefined) return h('p', { class: 'quiet pad', 'aria-busy': 'true' }, 'Reading…');
  if (tickets.length === 0) return empty(inbox);
  return h(
    'ul',
    { class: 'rows' },
    tickets.map((ticket) => row(ticket, state, nowMs)),
    more && h('li', { class: 'quiet pad' }, 'There are more; these come first.'),
  );
};

/** The list of tickets, and which are listed. */
export const Inbox = ({ state, nowMs }: { readonly state: DeskState; readonly nowMs: number }): ComponentChild =>
  h(
    'nav',
    { class: 'inbox', 'aria-label': 'Tickets' },
    h(
      'div',
      { class: 'tabs', role: 'group', 'aria-label': 'Which tickets' },
      INBOXES.map((inbox, at) =>
        h(
          'button',
          { key: inbox, 'aria-pressed': state.inbox === inbox, onClick: () => showInbox(inbox) },
          NAMES[inbox],
          state.inbox === inbox && state.tickets !== undefined && h('span', { class: 'count' }, state.tickets.length),
          h('kbd', null, at + 1),
        ),
      ),
    ),
    list(state, nowMs),
  );
