import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isDatabaseSocket } from './database-socket.ts';
import { noteCall } from './transaction-scope.ts';

/** Watches what transactions do beside their statements. */
export interface TransactionWatch {
  /** What went over the network inside a transaction since the last call. */
  take(): readonly string[];
  stop(): void;
}

interface Watcher {
  readonly seen: string[];
}

/** The latest is told: a test that watches for itself keeps what it provokes from whoever watches all tests. */
const watchers: Watcher[] = [];

const note = (what: string): void => {
  if (noteCall(what)) watchers.at(-1)?.seen.push(what);
};

/** What is read of the messages of Node's channels. */
interface NetworkMessage {
  readonly request?: { readonly method?: string; readonly origin?: unknown; readonly host?: string };
  readonly socket?: object;
}

const CHANNELS: Readonly<Record<string, (message: NetworkMessage) => void>> = {
  'undici:request:create': ({ request }) =>
    note(`${request?.method ?? 'A request'} ${String(request?.origin)} was sent`),
  'http.client.request.start': ({ request }) =>
    note(`${request?.method ?? 'A request'} ${request?.host ?? ''} was sent`),
  'net.client.socket': ({ socket }) => {
    if (socket === undefined || !isDatabaseSocket(socket)) note('A network connection was opened');
  },
};

const listeners = Object.entries(CHANNELS).map(
  ([channel, hear]) => [channel, (message: unknown) => hear(message as NetworkMessage)] as const,
);

/**
 * Lets every transaction of this process fail with TRANSACTION_OPEN in which an HTTP request is made or a connection
 * opened, those to the database excepted, and gathers what that was. For tests: a call that is made in passing, by a
 * library that reports to somewhere, is no reason to give an event up.
 */
export const watchTransactions = (): TransactionWatch => {
  const watcher: Watcher = { seen: [] };
  if (watchers.push(watcher) === 1) for (const [channel, hear] of listeners) subscribe(channel, hear);
  return {
    take: () => watcher.seen.splice(0),
    stop: () => {
      const index = watchers.indexOf(watcher);
      if (index < 0) return;
      watchers.splice(index, 1);
      if (watchers.length === 0) for (const [channel, hear] of listeners) unsubscribe(channel, hear);
    },
  };
};
