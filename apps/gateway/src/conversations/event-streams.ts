import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { SignalListener } from '@troupe/database';
import type { LedgerListener, LedgerReader } from '@troupe/ledger-reader';
import type { Logger } from 'pino';
import { follow, type Followed } from './follow.ts';
import { END, frameOf, frameOfSignal, KEEP_ALIVE, OPENING } from './sse.ts';

/** The connections over which conversations are followed. */
export interface EventStreams {
  /** Whether another one may be opened. */
  hasRoom(): boolean;
  /** Writes events into a response whose head is written, until the client leaves or `close`. Never rejects. */
  open(response: ServerResponse, followed: Followed): Promise<void>;
  /** Ends every stream; clients connect again elsewhere, from where they were. Idempotent. */
  close(): Promise<void>;
}

/** What streams are made of. */
export interface EventStreamsOptions {
  readonly ledger: Pick<LedgerReader, 'events'>;
  readonly listener: Pick<LedgerListener, 'watch'>;
  /** Absent where nobody sends signals. */
  readonly signals?: Pick<SignalListener, 'listen'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Streams at once. */
  readonly most: number;
}

const KEEP_ALIVE_MS = 15_000;
/** A client that takes nothing for so long is dropped; it resumes by the id of its last event. */
const SLOW_MS = 30_000;

/** Streams that end with the process or their client. */
export const createEventStreams = ({ ledger, listener, signals, log, most }: EventStreamsOptions): EventStreams => {
  const open = new Set<Promise<void>>();
  const closing = new AbortController();
  const stream = async (response: ServerResponse, followed: Followed): Promise<void> => {
    const left = new AbortController();
    response.once('close', () => left.abort());
    const signal = AbortSignal.any([closing.signal, left.signal]);
    const keepAlive = setInterval(() => {
      if (!response.writableNeedDrain) response.write(KEEP_ALIVE);
    }, KEEP_ALIVE_MS);
    const { conversationId: conversation } = followed;
    try {
      response.write(OPENING);
      // A client that is slow misses signals, never events.
      signals?.listen(
        conversation,
        (heard) => void (response.writableNeedDrain || response.write(frameOfSignal(heard))),
        {
          signal,
        },
      );
      await follow(followed, {
        ledger,
        listener,
        signal,
        send: (event) => write(response, frameOf(event), signal),
        onFailure: (error) => log.warn({ err: error, conversation }, 'reading events failed: tried again'),
      });
      if (!signal.aborted) await write(response, END, signal);
      response.end();
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, conversation }, 'a stream was given up: its client may resume');
      response.destroy();
    } finally {
      clearInterval(keepAlive);
    }
  };
  return {
    hasRoom: () => open.size < most && !closing.signal.aborted,
    open: (response, followed) => {
      const running = stream(response, followed).finally(() => open.delete(running));
      open.add(running);
      return running;
    },
    close: async () => {
      closing.abort();
      await Promise.all(open);
    },
  };
};

/** What is buffered for a client is one event at most beyond what its connection takes. */
const write = async (response: ServerResponse, text: string, signal: AbortSignal): Promise<void> => {
  if (response.write(text)) return;
  await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(SLOW_MS)]) });
};
