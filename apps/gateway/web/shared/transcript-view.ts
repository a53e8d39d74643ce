import { h, type ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Doing } from './live.ts';
import { clockTime } from './time.ts';
import type { Entry } from './transcript.ts';

/** A conversation as it is shown. */
export interface TranscriptProps {
  readonly entries: readonly Entry[];
  /** Whose words stand on the right. */
  readonly own: 'customer' | 'operator';
  /** Who types at this moment. */
  readonly typing: readonly Doing[];
  readonly nowMs: number;
  /** Whose conversation it is, for who cannot see it. */
  readonly label: string;
  /** What stands there while nothing was said. */
  readonly empty: string;
}

const NEAR_END_PX = 120;

const said = (entry: Extract<Entry, { kind: 'said' }>, { own, nowMs }: TranscriptProps): ComponentChild =>
  h(
    'li',
    { key: entry.id, class: `said ${entry.side === own ? 'own' : 'other'}` },
    h(
      'div',
      { class: 'said-by' },
      h('b', null, entry.by),
      h('time', { dateTime: entry.at }, clockTime(entry.at, nowMs)),
      entry.from && h('span', { class: 'tag' }, `from the ${entry.from}`),
    ),
    h('p', null, entry.text),
  );

const happened = (entry: Extract<Entry, { kind: 'happened' }>, nowMs: number): ComponentChild =>
  h(
    'li',
    { key: entry.id, class: 'happened' },
    h('span', null, entry.text),
    h('time', { dateTime: entry.at }, clockTime(entry.at, nowMs)),
  );

const typingWords = (typing: readonly Doing[]): string =>
  typing.length === 0 ? '' : `${typing.map(({ who }) => who).join(', ')} ${typing.length === 1 ? 'is' : 'are'} typing…`;

/** A conversation that goes on: it stays at its end, unless somebody reads further up. */
export const Transcript = (props: TranscriptProps): ComponentChild => {
  const { entries, typing, nowMs, label, empty } = props;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [entries.length, typing.length]);
  const onScroll = (): void => {
    const { current } = box;
    if (current) atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
  };
  return h(
    'div',
    { class: 'transcript', ref: box, onScroll, role: 'log', 'aria-label': label, tabIndex: 0 },
    entries.length === 0 && h('p', { class: 'quiet' }, empty),
    h(
      'ol',
      null,
      entries.map((entry) => (entry.kind === 'said' ? said(entry, props) : happened(entry, nowMs))),
    ),
    h('p', { class: 'typing', 'aria-live': 'polite' }, typingWords(typing)),
  );
};
