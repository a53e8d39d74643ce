import type { SignalListener, SignalSender } from '@troupe/database';
import type { LedgerListener, LedgerReader } from '@troupe/ledger-reader';
import type { Logger } from 'pino';
import { GOING_AWAY } from './close-codes.ts';
import { serveConnection, type Socket } from './connection.ts';
import type { DeskListener } from './desk-listener.ts';
import type { Viewer } from './viewer.ts';

/** The WebSockets of an instance. */
export interface Live {
  /** Whether another one may be opened. */
  hasRoom(): boolean;
  /** Serves a connection until it ends. */
  open(socket: Socket, viewer: Viewer): void;
  /** Ends every connection; clients connect again elsewhere, from where they were. Idempotent. */
  close(): Promise<void>;
}

/** What connections are made of. */
export interface LiveOptions {
  readonly ledger: Pick<LedgerReader, 'events'>;
  readonly listener: Pick<LedgerListener, 'watch'>;
  readonly desk: Pick<DeskListener, 'watch'>;
  /** Absent where nobody hears of typing and presence. */
  readonly signals?: { readonly listener: Pick<SignalListener, 'listen'>; readonly sender: Pick<SignalSender, 'emit'> };
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: () => number;
  /** Connections at once. */
  readonly most: number;
  /** A client that takes nothing for so long, in milliseconds, is dropped. Default 30,000. */
  readonly slowMs?: number;
}

/** Connections that end with the process or their client. */
export const createLive = (options: LiveOptions): Live => {
  const open = new Set<Promise<void>>();
  const closing = new AbortController();
  return {
    hasRoom: () => open.size < options.most && !closing.signal.aborted,
    open: (socket, viewer) => {
      const left = new AbortController();
      closing.signal.addEventListener('abort', () => socket.close(...GOING_AWAY), { signal: left.signal });
      const running = serveConnection(socket, viewer, options).finally(() => {
        left.abort();
        open.delete(running);
      });
      open.add(running);
    },
    close: async () => {
      closing.abort();
      await Promise.all(open);
    },
  };
};
