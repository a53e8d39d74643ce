import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A connection that means something only as long as it lives: a session lock, a LISTEN. */
export interface KeptConnection {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Run on every new connection; when it rejects, the next one is made. */
  readonly onOpen: (client: pg.Client) => Promise<unknown>;
}

const RECONNECT_MS = 500;

/** Keeps one connection open, and makes another when it breaks, until the signal aborts. Never rejects. */
export const keepConnection = async (kept: KeptConnection): Promise<void> => {
  while (!kept.signal.aborted) {
    // Whatever ended it, the next attempt shows whether it lasts.
    await holdOnce(kept).catch(() => undefined);
    await delay(RECONNECT_MS, undefined, { signal: kept.signal }).catch(() => undefined);
  }
};

const holdOnce = async ({ url, applicationName, signal, onOpen }: KeptConnection): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: applicationName, keepAlive: true });
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await client.connect();
    await onOpen(client);
    await ended;
  } finally {
    await client.end().catch(() => undefined);
  }
};
