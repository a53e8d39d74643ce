import { h, type ComponentChild } from 'preact';
import type { Move } from './moves.ts';
import type { DeskState } from './state.ts';

/** What a button of a move is made of. */
export interface MoveButtonProps {
  readonly move: Move;
  readonly state: DeskState;
  readonly primary?: boolean;
  /** Default: that of the move. */
  readonly label?: string;
}

/** A key as it is printed on keyboards. */
export const keyName = (key: string): string => (/^[A-Z]$/.test(key) ? `⇧${key}` : key.toUpperCase());

/** A button that names its key; absent where it would make no sense. */
export const MoveButton = ({ move, state, primary = false, label }: MoveButtonProps): ComponentChild => {
  if (!move.can(state)) return null;
  const shortcut = /^[A-Z]$/.test(move.key) ? `Shift+${move.key}` : move.key;
  return h(
    'button',
    {
      type: 'button',
      class: primary ? 'primary' : '',
      disabled: state.busy,
      'aria-keyshortcuts': shortcut,
      onClick: move.run,
    },
    label ?? move.label,
    h('kbd', { 'aria-hidden': 'true' }, keyName(move.key)),
  );
};
