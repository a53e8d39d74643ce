import { h, render, type ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import { doingNow } from '../shared/doings.ts';
import { useNow, useStore } from '../shared/store.ts';
import { Transcript } from '../shared/transcript-view.ts';
import { entryOf } from '../shared/transcript.ts';
import { chatting, leave, resume, say, start, typing, type ChatState } from './chat.ts';

const LONGEST = 10_000;

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLTextAreaElement).value;

const Start = ({ state }: { readonly state: ChatState }): ComponentChild => {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    void start(name.trim(), text.trim());
  };
  return h(
    'form',
    { class: 'start', onSubmit: submit },
    h('h1', null, 'How can we help?'),
    h('label', { for: 'name' }, 'Your name or customer number'),
    h('input', {
      id: 'name',
      required: true,
      maxLength: 100,
      autoComplete: 'name',
      value: name,
      onInput: (event: Event) => setName(valueOf(event)),
    }),
    h('label', { for: 'first' }, 'What is it about?'),
    h('textarea', {
      id: 'first',
      rows: 5,
      required: true,
      maxLength: LONGEST,
      value: text,
      onInput: (event: Event) => setText(valueOf(event)),
    }),
    h('p', { class: 'problem', role: 'alert' }, state.problem),
    h(
      'button',
      { class: 'primary', type: 'submit', disabled: state.busy || name.trim() === '' || text.trim() === '' },
      'Start',
    ),
  );
};

const standing = ({ closed, servedBy, connection }: ChatState): string => {
  if (connection !== 'open') return connection === 'lost' ? 'Not connected: trying again' : 'Connecting…';
  if (closed) return 'Closed';
  return servedBy === null ? 'Somebody will be with you' : `${servedBy} is here for you`;
};

const Say = ({ state }: { readonly state: ChatState }): ComponentChild => {
  const [text, setText] = useState('');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() !== '' && !state.busy && (await say(text.trim()))) setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void submit(event);
  };
  const onInput = (event: Event): void => {
    setText(valueOf(event));
    typing();
  };
  return h(
    'form',
    { class: 'composer', onSubmit: (event: Event) => void submit(event) },
    h('label', { for: 'say', class: 'unseen' }, 'Your message'),
    h('textarea', {
      id: 'say',
      rows: 2,
      maxLength: LONGEST,
      placeholder: 'Write a message',
      value: text,
      onInput,
      onKeyDown,
    }),
    h(
      'div',
      { class: 'moves' },
      h('span', { class: 'quiet', role: 'alert' }, state.problem || 'Enter sends, Shift and Enter begin a line.'),
      h('button', { class: 'primary', type: 'submit', disabled: state.busy || text.trim() === '' }, 'Send'),
    ),
  );
};

const Closed = (): ComponentChild =>
  h(
    'div',
    { class: 'composer idle' },
    h('p', null, 'This conversation is closed.'),
    h('button', { class: 'primary', onClick: () => leave() }, 'Start another'),
  );

const Page = (): ComponentChild => {
  const state = useStore(chatting);
  const nowMs = useNow();
  if (state.chat === undefined) return h('main', { class: 'chat' }, h(Start, { state }));
  return h(
    'main',
    { class: 'chat' },
    h('header', { class: 'chat-head' }, h('h1', null, 'Support'), h('p', { role: 'status' }, standing(state))),
    h(Transcript, {
      ...{ own: 'customer' as const, nowMs, label: 'Conversation', empty: 'What you wrote is on its way.' },
      entries: state.events.map((event) => entryOf(event, 'customers')).filter((entry) => entry !== undefined),
      typing: doingNow(state.typing, nowMs).filter(({ side }) => side === 'operator'),
    }),
    state.closed ? h(Closed, null) : h(Say, { state }),
  );
};

const root = document.querySelector('#app');
if (root !== null) render(h(Page, null), root);
await resume();
