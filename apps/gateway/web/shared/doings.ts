import type { Doing, Frame } from './live.ts';

/** Who does something at this moment, and until when that is believed without hearing more, in milliseconds. */
export type Doings = ReadonlyMap<string, { readonly doing: Doing; readonly untilMs: number }>;

/** How long it is believed that somebody does something, in milliseconds. */
export const BELIEVED_MS = { typing: 4_000, presence: 25_000 } as const;

const keyOf = ({ side, who }: Doing): string => `${side} ${who}`;

/** What is known with a frame more. */
export const hearDoing = (
  known: Doings,
  { type, doing }: Extract<Frame, { readonly type: 'typing' | 'presence' }>,
  nowMs: number,
): Doings => {
  const next = new Map(known);
  if (doing.now) next.set(keyOf(doing), { doing, untilMs: nowMs + BELIEVED_MS[type] });
  else next.delete(keyOf(doing));
  return next;
};

/** Who still does it. */
export const doingNow = (known: Doings, nowMs: number): readonly Doing[] =>
  [...known.values()].filter(({ untilMs }) => untilMs > nowMs).map(({ doing }) => doing);
