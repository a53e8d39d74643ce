import { h, type ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { doingNow } from '../shared/doings.ts';
import { dueIn, span } from '../shared/time.ts';
import { Transcript } from '../shared/transcript-view.ts';
import { entryOf } from '../shared/transcript.ts';
import { choose } from './actions.ts';
import { Composer } from './composer.ts';
import { DraftPanel } from './draft.ts';
import { Level } from './inbox.ts';
import { MoveButton } from './move-button.ts';
import { TICKET_MOVES } from './moves.ts';
import type { DeskState, Ticket } from './state.ts';

const facts = (ticket: Ticket, state: DeskState, nowMs: number): ComponentChild => {
  const { customerId, channel, topic, takenBy, openedAt, dueAt, waitingSince } = ticket;
  const due = dueAt !== null && waitingSince !== null ? dueIn(dueAt, waitingSince, nowMs) : undefined;
  const isHere = doingNow(state.present, nowMs).some(({ side }) => side === 'customer');
  return h(
    'p',
    { class: 'facts' },
    h(Level, { level: ticket.level }),
    due && h('span', { class: `due ${due.tone}` }, due.text),
    h('span', null, customerId ?? 'unknown customer', isHere && h('span', { class: 'here' }, ' is here')),
    topic !== null && h('span', null, `about ${topic}`),
    channel !== null && h('span', null, `by ${channel}`),
    h(
      'span',
      null,
      `opened ${span(nowMs - Date.parse(openedAt))}${span(nowMs - Date.parse(openedAt)) === 'now' ? '' : ' ago'}`,
    ),
    h('span', null, takenBy === null ? 'free' : `with ${takenBy}`),
  );
};

const head = (ticket: Ticket, state: DeskState, nowMs: number): ComponentChild =>
  h(
    'header',
    { class: 'ticket-head' },
    h('button', { class: 'back', onClick: () => choose(undefined), 'aria-label': 'Back to the tickets' }, '←'),
    h(
      'div',
      { class: 'ticket-what' },
      h('h1', { id: 'ticket-title', tabIndex: -1 }, ticket.subject ?? ticket.excerpt ?? ticket.conversationId),
      facts(ticket, state, nowMs),
    ),
    h(
      'div',
      { class: 'moves' },
      h(MoveButton, { move: TICKET_MOVES.handBack, state }),
      h(MoveButton, { move: TICKET_MOVES.close, state }),
    ),
  );

/** The ticket that is looked at: its conversation, where it is answered, and the draft beside it. */
export const TicketView = ({ state, nowMs }: { readonly state: DeskState; readonly nowMs: number }): ComponentChild => {
  const { chosen, ticket, events, typing, operator } = state;
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (chosen === shown.current) return;
    shown.current = chosen;
    // Who goes through the list by keys stays in it.
    if (document.activeElement?.classList.contains('row') !== true)
      document.querySelector<HTMLElement>('#ticket-title')?.focus();
  }, [chosen, ticket]);
  if (chosen === undefined || ticket === undefined)
    return h(
      'main',
      { class: 'nothing' },
      h(
        'div',
        { class: 'empty' },
        h('h2', null, 'No ticket is open here'),
        h('p', null, 'Choose one from the list, or press ', h('kbd', null, 'J'), '. All keys: ', h('kbd', null, '?')),
      ),
    );
  const others = doingNow(typing, nowMs).filter(({ side, who }) => side === 'customer' || who !== operator?.name);
  return h(
    'main',
    { class: 'ticket', 'aria-labelledby': 'ticket-title' },
    head(ticket, state, nowMs),
    h(
      'div',
      { class: 'ticket-body' },
      h(
        'div',
        { class: 'talk' },
        h(Transcript, {
          ...{ own: 'operator' as const, typing: others, nowMs, label: 'Conversation with the customer' },
          entries: events.map((event) => entryOf(event)).filter((entry) => entry !== undefined),
          empty: 'What is said appears here.',
        }),
        h(Composer, { state }),
      ),
      h(DraftPanel, { state }),
    ),
  );
};
