import { z } from 'zod';
import type { Connection } from './connection.ts';
import type { LiveOptions } from './live.ts';

type Kind = 'typing' | 'presence';

const PRESENT_EVERY_MS = 10_000;

const SIGNAL = z.object({
  who: z.string(),
  side: z.enum(['operator', 'customer']),
  now: z.boolean(),
  /** The connection that it comes from, which does not have to be told. */
  from: z.string(),
});

/** Tells others of a conversation what somebody does at this moment; it is in no log. */
export const emitter =
  (conversationId: string, { id: from, viewer: { who, side } }: Connection, { signals }: LiveOptions) =>
  (kind: Kind, now = true): void =>
    void signals?.sender.emit(conversationId, kind, { who, side, now, from });

/** Tells a connection what others do, until the signal aborts. */
export const forwardSignals = (
  conversationId: string,
  { id, hint }: Connection,
  signal: AbortSignal,
  { signals }: LiveOptions,
): void =>
  signals?.listener.listen(
    conversationId,
    ({ kind, data }) => {
      if (kind !== 'typing' && kind !== 'presence') return;
      const heard = SIGNAL.safeParse(data).data;
      if (heard === undefined || heard.from === id) return;
      const { who, side, now } = heard;
      hint({ type: kind, conversationId, doing: { who, side, now } });
    },
    { signal },
  );

/** Says that somebody looks at a conversation, again and again so that who comes later hears of it, and once that they left. */
export const announcePresence = (
  conversationId: string,
  connection: Connection,
  signal: AbortSignal,
  options: LiveOptions,
): void => {
  const emit = emitter(conversationId, connection, options);
  const timer = setInterval(() => emit('presence'), PRESENT_EVERY_MS);
  const leave = (): void => {
    clearInterval(timer);
    emit('presence', false);
  };
  if (signal.aborted) return leave();
  signal.addEventListener('abort', leave, { once: true });
  emit('presence');
};
