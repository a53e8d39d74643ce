import { TroupeError, type ErrorCode } from '@troupe/contracts';
import type { Metrics } from '@troupe/observability';
import type { Logger } from 'pino';

const AWAY: Readonly<Partial<Record<ErrorCode, string>>> = {
  REGISTRY_UNAVAILABLE: 'registry',
  KAFKA_UNAVAILABLE: 'kafka',
  DATABASE_UNAVAILABLE: 'database',
};

/**
 * Which server is away, when that is why something failed: no fault of the event, so it costs it no attempt. A broken
 * connection to a server of the handler's own is none of these.
 */
export const outageOf = (error: unknown): string | undefined => (TroupeError.is(error) ? AWAY[error.code] : undefined);

/** Counts who waits for which server, so that readiness can say so. */
export interface Outages {
  /** Says that somebody waits for a server because of an error; the function returned says that the wait is over. */
  begin(server: string, error: Error): () => void;
  /** The servers that somebody waits for. */
  current(): readonly string[];
}

/** Who is told when the first begins to wait for a server, and when the last no longer does. */
export interface OutageListeners extends Partial<Pick<Metrics, 'serverUp'>> {
  readonly log: Logger;
}

/** No outage at first. */
export const createOutages = ({ log, serverUp }: OutageListeners): Outages => {
  const waiting = new Map<string, number>();
  const end = (server: string): void => {
    const left = (waiting.get(server) ?? 0) - 1;
    if (left > 0) return void waiting.set(server, left);
    waiting.delete(server);
    serverUp?.set({ server }, 1);
    log.info({ server }, 'nobody waits for this server any more');
  };
  return {
    begin: (server, error) => {
      const others = waiting.get(server) ?? 0;
      if (others === 0) {
        serverUp?.set({ server }, 0);
        log.warn({ err: error, server }, 'waiting for a server that is away');
      }
      waiting.set(server, others + 1);
      return () => end(server);
    },
    current: () => [...waiting.keys()],
  };
};
