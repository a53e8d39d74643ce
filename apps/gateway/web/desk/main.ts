import { h, render, type ComponentChild } from 'preact';
import { useNow, useStore } from '../shared/store.ts';
import { enter, signOut } from './actions.ts';
import { Help } from './help.ts';
import { Inbox } from './inbox.ts';
import { listenToKeys } from './moves.ts';
import { SignIn } from './sign-in.ts';
import { desk, type DeskState, type Operator } from './state.ts';
import { TicketView } from './ticket.ts';

const WORDS = {
  connecting: 'connecting…',
  open: 'live',
  lost: 'not connected: trying again',
  ended: 'signed out',
} as const;

const bar = ({ name, role }: Operator, { connection }: DeskState): ComponentChild =>
  h(
    'header',
    { class: 'bar' },
    h('span', { class: 'brand' }, 'Troupe', h('span', null, 'Support desk')),
    h('span', { class: `connection ${connection}`, role: 'status' }, WORDS[connection]),
    h('span', { class: 'who' }, h('b', null, name), ` ${role}`),
    h(
      'button',
      { class: 'plain', onClick: () => desk.set({ helpIsOpen: true }), 'aria-keyshortcuts': '?' },
      'Keys',
      h('kbd', { 'aria-hidden': 'true' }, '?'),
    ),
    h('button', { class: 'plain', onClick: () => void signOut() }, 'Sign out'),
  );

const Page = (): ComponentChild => {
  const state = useStore(desk);
  const nowMs = useNow(state.aheadMs);
  const { operator, chosen, notice, helpIsOpen } = state;
  if (operator === undefined) return h('p', { class: 'quiet pad', 'aria-busy': 'true' }, 'Opening the desk…');
  if (operator === null) return h(SignIn, null);
  return h(
    'div',
    { class: chosen === undefined ? 'desk' : 'desk has-ticket' },
    bar(operator, state),
    h(Inbox, { state, nowMs }),
    h(TicketView, { state, nowMs }),
    h('p', { class: 'notice', role: 'status', 'aria-live': 'polite' }, notice),
    h(Help, { open: helpIsOpen }),
  );
};

const root = document.querySelector('#app');
if (root !== null) render(h(Page, null), root);
listenToKeys();
await enter();
