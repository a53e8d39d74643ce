import { h, type ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { keyName } from './move-button.ts';
import { DESK_MOVES, TICKET_MOVES, type Move } from './moves.ts';
import { desk } from './state.ts';

const MORE = [
  ['Ctrl ↵', 'Send what is written'],
  ['Esc', 'Leave the writing, then the ticket'],
] as const;

const line = (key: string, label: string): ComponentChild =>
  h('div', { key }, h('dt', null, h('kbd', null, key)), h('dd', null, label));

const lines = (moves: readonly Move[]): ComponentChild[] => moves.map(({ key, label }) => line(keyName(key), label));

/** All keys, in a dialog that Escape closes. */
export const Help = ({ open }: { readonly open: boolean }): ComponentChild => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return h(
    'dialog',
    { ref: dialog, class: 'help', 'aria-labelledby': 'keys', onClose: () => desk.set({ helpIsOpen: false }) },
    h('h2', { id: 'keys' }, 'Keys'),
    h(
      'dl',
      null,
      lines(DESK_MOVES),
      lines(Object.values(TICKET_MOVES)),
      MORE.map(([key, label]) => line(key, label)),
    ),
    h('button', { class: 'primary', onClick: () => desk.set({ helpIsOpen: false }) }, 'Close'),
  );
};
