import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { follow } from '../conversations/follow.ts';
import { createAllowance } from './allowance.ts';
import { CLOSE_CODES, type CloseCause } from './close-codes.ts';
import { readFrame, type ClientFrame, type ServerFrame } from './frames.ts';
import type { LiveOptions } from './live.ts';
import { announcePresence, emitter, forwardSignals } from './signals.ts';
import type { Viewer } from './viewer.ts';

const BEAT_MS = 20_000;
const SLOW_MS = 30_000;
/** Beyond that a client is slow, and misses what is gone in a moment anyway. */
const MOST_BUFFERED = 65_536;
/** A person types and chooses; nobody needs more. */
const FRAMES = { atOnce: 30, perSecond: 5 };
/** A desk that changes all the time is shown that often. */
const DESK_EVERY_MS = 250;

/** As much of a WebSocket as a connection uses. */
export type Socket = Pick<
  WebSocket,
  'send' | 'close' | 'ping' | 'terminate' | 'on' | 'once' | 'bufferedAmount' | 'readyState' | 'OPEN'
>;

/** One connection, as its parts see it. */
export interface Connection {
  readonly id: string;
  readonly viewer: Viewer;
  /** Aborted when it ends. */
  readonly signal: AbortSignal;
  /** Resolves when the client has taken the frame; ends the connection of one that does not. */
  send(frame: ServerFrame): Promise<void>;
  /** Sends what a slow client may miss. */
  hint(frame: ServerFrame): void;
  end(cause: CloseCause): void;
}

const connect = (socket: Socket, viewer: Viewer, signal: AbortSignal, slowMs: number): Connection => {
  const end = (cause: CloseCause): void => {
    const [code, reason] = CLOSE_CODES[cause];
    socket.close(code, reason);
  };
  const send = (frame: ServerFrame): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        end('TOO_SLOW');
        reject(new Error('the client is too slow'));
      }, slowMs);
      socket.send(JSON.stringify(frame), (error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      });
    });
  const hint = (frame: ServerFrame): void => {
    if (socket.readyState === socket.OPEN && socket.bufferedAmount < MOST_BUFFERED)
      void send(frame).catch(() => undefined);
  };
  return { id: randomUUID(), viewer, signal, send, hint, end };
};

/** Looks whether the client is there and still welcome; one that does not answer a ping until the next is gone. */
const watchOver = (socket: Socket, { viewer, end }: Connection): NodeJS.Timeout => {
  let answered = true;
  socket.on('pong', () => (answered = true));
  return setInterval(() => {
    if (!viewer.isWelcome()) return end('SIGNED_OUT');
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, BEAT_MS);
};

const showDesk = ({ viewer, hint, signal }: Connection, { desk }: LiveOptions): void => {
  if (!viewer.seesDesk) return;
  let timer: NodeJS.Timeout | undefined;
  const leave = desk.watch(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      hint({ type: 'desk' });
    }, DESK_EVERY_MS);
  });
  const stop = (): void => {
    clearTimeout(timer);
    leave();
  };
  signal.addEventListener('abort', stop, { once: true });
};

type FollowFrame = Extract<ClientFrame, { readonly type: 'follow' }>;

/** Sends a conversation from where the client is, until it follows another one or leaves. */
const followFor = async (
  { conversationId, after }: FollowFrame,
  connection: Connection,
  signal: AbortSignal,
  options: LiveOptions,
): Promise<void> => {
  const { viewer, send } = connection;
  if (!(await viewer.mayFollow(conversationId))) return send({ type: 'refused', code: 'CONVERSATION_REFUSED' });
  forwardSignals(conversationId, connection, signal, options);
  announcePresence(conversationId, connection, signal, options);
  await follow(
    { conversationId, after, untilResolved: false },
    {
      ...options,
      signal,
      send: async (given) => {
        const event = viewer.shown(given);
        if (event !== undefined) await send({ type: 'event', conversationId, event });
      },
      onFailure: (error) => options.log.warn({ err: error, conversation: conversationId }, 'reading events failed'),
    },
  );
};

/** What a connection does about frames: at most one conversation is followed at a time. */
const answerFrames = (connection: Connection, options: LiveOptions): ((text: string) => void) => {
  const take = createAllowance({ ...FRAMES, clock: options.clock });
  let current: { readonly conversationId: string; readonly leave: AbortController } | undefined;
  const startFollowing = (frame: FollowFrame): void => {
    const leave = new AbortController();
    current = { conversationId: frame.conversationId, leave };
    const signal = AbortSignal.any([leave.signal, connection.signal]);
    followFor(frame, connection, signal, options).catch((error: unknown) => {
      if (!signal.aborted) options.log.warn({ err: error }, 'a WebSocket was given up: its client may resume');
    });
  };
  return (text) => {
    const frame = readFrame(text);
    if (!take()) return connection.end('TOO_MANY_FRAMES');
    if (frame === undefined) return connection.end('FRAME_UNREADABLE');
    if (frame.type === 'typing')
      return void (current && emitter(current.conversationId, connection, options)('typing'));
    current?.leave.abort();
    current = undefined;
    if (frame.type === 'follow') startFollowing(frame);
  };
};

/** Serves one connection until it ends. Never rejects. */
export const serveConnection = async (socket: Socket, viewer: Viewer, options: LiveOptions): Promise<void> => {
  const left = new AbortController();
  const connection = connect(socket, viewer, left.signal, options.slowMs ?? SLOW_MS);
  const beat = watchOver(socket, connection);
  const answer = answerFrames(connection, options);
  // Frames of this interface are texts, which come whole.
  socket.on('message', (data: Buffer) => answer(data.toString()));
  showDesk(connection, options);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  clearInterval(beat);
  left.abort();
};
