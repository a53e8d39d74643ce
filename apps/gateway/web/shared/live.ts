import type { ConversationEvent } from './transcript.ts';

/** Who does something at this moment. */
export interface Doing {
  readonly who: string;
  readonly side: 'operator' | 'customer';
  readonly now: boolean;
}

/** What the gateway says over a WebSocket. */
export type Frame =
  | { readonly type: 'event'; readonly conversationId: string; readonly event: ConversationEvent }
  | { readonly type: 'typing' | 'presence'; readonly conversationId: string; readonly doing: Doing }
  | { readonly type: 'desk' }
  | { readonly type: 'refused'; readonly code: string };

/** Whether somebody hears what happens: `lost` is tried again, `ended` is not. */
export type Connection = 'connecting' | 'open' | 'lost' | 'ended';

/** A connection that comes back by itself. */
export interface Live {
  /** Follows a conversation after a position, also over reconnections; undefined follows none. */
  follow(conversationId: string | undefined, after?: number): void;
  /** Says that somebody types; at most once in two seconds. */
  typing(): void;
  close(): void;
}

/** How to connect. */
export interface LiveOptions {
  readonly path: string;
  readonly protocols?: readonly string[];
  readonly onFrame: (frame: Frame) => void;
  readonly onState: (state: Connection) => void;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const TYPING_EVERY_MS = 2_000;
const SIGNED_OUT = 4401;

/** Connects, and connects again with growing pauses; what is followed goes on after its last event. */
export const connectLive = ({ path, protocols = [], onFrame, onState }: LiveOptions): Live => {
  let socket: WebSocket | undefined;
  let following: { readonly conversationId: string; after: number } | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let typedMs = 0;
  let closed = false;

  const send = (frame: object): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };
  const sendFollow = (): void => {
    if (following !== undefined) send({ type: 'follow', ...following });
  };
  const hear = (frame: Frame): void => {
    if (frame.type === 'event') {
      // What was sent before another conversation was chosen.
      if (frame.conversationId !== following?.conversationId) return;
      if (frame.event.position <= following.after) return;
      following.after = frame.event.position;
    }
    onFrame(frame);
  };
  const open = (): void => {
    onState('connecting');
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')), [...protocols]);
    socket.addEventListener('open', () => {
      pauseMs = FIRST_PAUSE_MS;
      onState('open');
      sendFollow();
    });
    // Frames are the gateway's own.
    socket.addEventListener('message', ({ data }) => hear(JSON.parse(String(data)) as Frame));
    socket.addEventListener('close', ({ code }) => {
      if (closed || code === SIGNED_OUT) return onState('ended');
      onState('lost');
      setTimeout(() => closed || open(), pauseMs * (0.5 + Math.random() / 2));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  };
  open();
  return {
    follow: (conversationId, after = 0) => {
      following = conversationId === undefined ? undefined : { conversationId, after };
      if (following === undefined) send({ type: 'unfollow' });
      else sendFollow();
    },
    typing: () => {
      if (Date.now() - typedMs < TYPING_EVERY_MS) return;
      typedMs = Date.now();
      send({ type: 'typing' });
    },
    close: () => {
      closed = true;
      socket?.close();
    },
  };
};
