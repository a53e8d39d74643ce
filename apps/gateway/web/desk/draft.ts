import { h, type ComponentChild } from 'preact';
import { reasonsIn } from '../shared/transcript.ts';
import { MoveButton } from './move-button.ts';
import { TICKET_MOVES } from './moves.ts';
import type { Citation, Draft } from '../../src/desk/desk-ticket.ts';
import type { DeskState } from './state.ts';

const MARK = /\[(\d+(?:,\s*\d+)*)\]/;

/** The text of a draft, whose numbers lead to the passages. */
const marked = (text: string): ComponentChild[] =>
  text
    .split(new RegExp(MARK, 'g'))
    .flatMap((part, at): ComponentChild[] =>
      at % 2 === 0
        ? [part]
        : part.split(',').map((number) => h('a', { class: 'mark', href: `#passage-${number.trim()}` }, number.trim())),
    );

const passage = ({ file, heading, quote, score }: Citation, at: number): ComponentChild =>
  h(
    'li',
    { key: at, id: `passage-${at + 1}`, tabIndex: -1 },
    h('blockquote', null, quote),
    h(
      'p',
      { class: 'source' },
      h('b', null, heading),
      h('span', null, file),
      h('span', { title: 'How well it fits, by BM25' }, score.toFixed(1)),
    ),
  );

const whole = (draft: Draft, state: DeskState): ComponentChild =>
  h(
    'div',
    null,
    h('p', { class: 'draft-text' }, ...marked(draft.text ?? '')),
    h(
      'div',
      { class: 'moves' },
      h(MoveButton, { move: TICKET_MOVES.sendDraft, state, primary: true }),
      h(MoveButton, { move: TICKET_MOVES.editDraft, state }),
      h(MoveButton, { move: TICKET_MOVES.writeOwn, state }),
    ),
    h('h3', null, 'It rests on'),
    h('ol', { class: 'passages' }, draft.citations.map(passage)),
    h('p', { class: 'quiet' }, `Written by ${draft.writtenBy}`),
  );

const body = ({ ticket }: DeskState, state: DeskState): ComponentChild => {
  const draft = ticket?.draft ?? null;
  if (draft === null)
    return h(
      'p',
      { class: 'quiet' },
      ticket?.level === 'routine'
        ? 'Replies are drafted for critical tickets.'
        : 'No draft yet. It appears here by itself.',
    );
  if (draft.text === null)
    return h('p', { class: 'quiet' }, `Nothing was found: ${draft.reason ?? 'no passage fits'}.`);
  return whole(draft, state);
};

const reasons = ({ events }: DeskState): ComponentChild => {
  const told = reasonsIn(events);
  if (told.length === 0) return null;
  return h(
    'section',
    { 'aria-labelledby': 'why' },
    h('h2', { id: 'why' }, 'What counted'),
    h(
      'ul',
      { class: 'reasons' },
      told.map(({ text, weight }) =>
        h(
          'li',
          { key: text },
          h('q', null, text),
          weight !== 0 && h('span', null, (weight > 0 ? '+' : '') + weight.toFixed(1)),
        ),
      ),
    ),
  );
};

/** What an agent drafted, with what it rests on, and why the ticket is where it is. */
export const DraftPanel = ({ state }: { readonly state: DeskState }): ComponentChild =>
  h(
    'aside',
    { class: 'beside', 'aria-label': 'Draft' },
    h('section', { 'aria-labelledby': 'draft' }, h('h2', { id: 'draft' }, 'Draft'), body(state, state)),
    reasons(state),
  );
