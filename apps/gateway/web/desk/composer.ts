import { h, type ComponentChild } from 'preact';
import { send, write } from './actions.ts';
import { MoveButton } from './move-button.ts';
import { TICKET_MOVES } from './moves.ts';
import { BLANK, type DeskState } from './state.ts';

const hint = ({ ticket, operator }: DeskState): string => {
  if (ticket === undefined) return '';
  if (ticket.closedAt !== null) return `Closed by ${ticket.closedBy ?? 'somebody'}.`;
  if (ticket.takenBy === null)
    return operator?.role === 'viewer' ? 'Nobody has this ticket.' : 'Nobody has this ticket. Take it to answer.';
  return `${ticket.takenBy} has this ticket.`;
};

const origin = ({ ticket }: DeskState, draft: string | null, text: string): string =>
  draft === null
    ? ''
    : draft !== ticket?.draft?.id
      ? 'from an older draft'
      : text.trim() === ticket.draft.sendable
        ? 'the draft, as it is'
        : 'the draft, edited';

/** Where a reply is written by who has the ticket; for others, who has it. */
export const Composer = ({ state }: { readonly state: DeskState }): ComponentChild => {
  const { ticket, operator, chosen = '', writing, busy } = state;
  if (ticket?.takenBy !== operator?.name || ticket?.closedAt !== null)
    return h(
      'div',
      { class: 'composer idle' },
      h('p', null, hint(state)),
      h(MoveButton, { move: TICKET_MOVES.take, state, primary: true, label: ticket?.takenBy ? 'Take over' : 'Take' }),
    );
  const { text, draft } = writing[chosen] ?? BLANK;
  // One that is not known any more would be refused.
  const known = draft === ticket.draft?.id ? draft : null;
  const submit = (event: Event): void => {
    event.preventDefault();
    void send({ text, draft: known });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return h(
    'form',
    { class: 'composer', onSubmit: submit },
    h('label', { for: 'reply', class: 'unseen' }, 'Reply to the customer'),
    h('textarea', {
      ...{ id: 'reply', rows: 3, maxLength: 10_000, placeholder: 'Write to the customer', value: text, onKeyDown },
      onInput: (event: Event) => write({ text: (event.target as HTMLTextAreaElement).value, draft }),
    }),
    h(
      'div',
      { class: 'moves' },
      h('span', { class: 'quiet' }, origin(state, draft, text)),
      h(
        'button',
        {
          type: 'submit',
          class: 'primary',
          disabled: busy || text.trim() === '',
          'aria-keyshortcuts': 'Control+Enter',
        },
        'Send',
        h('kbd', { 'aria-hidden': 'true' }, 'Ctrl ↵'),
      ),
    ),
  );
};
