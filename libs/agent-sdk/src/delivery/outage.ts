import { TroupeError, type ErrorCode } from '@troupe/contracts';
import type { Metrics } from '@troupe/observability';
import type { Logger } from 'pino';

const AWAY: Readonly<Partial<Record<ErrorCode, string>>> = {
  REGISTRY_UNAVAILABLE: 'registry',
  KAFKA_UNAVAILABLE: 'kafka',
  DATABASE_UNAVAILABLE: 'database',
};

/** Refused for want of room: no fault of the event either, but nobody is away. */
const BUSY: ReadonlySet<ErrorCode> = new Set(['DEPENDENCY_BUSY', 'LIMIT_REACHED', 'LEASE_LOST']);

/**
 * Which server is away, when that is why something failed: no fault of the event, so it costs it no attempt. A broken
 * connection to a server of the handler's own is none of these, unless it stands behind a guard that knows it is away.
 */
export const outageOf = (error: unknown): string | undefined => {
  if (!TroupeError.is(error)) return undefined;
  const { dependency } = error.details;
  return error.code === 'DEPENDENCY_UNAVAILABLE' && typeof dependency === 'string' ? dependency : AWAY[error.code];
};

/** Whether something failed that is to be waited for, however long it takes: somebody is away, or there was no room. */
export const isWaitedFor = (error: unknown): boolean =>
  outageOf(error) !== undefined || (TroupeError.is(error) && BUSY.has(error.code));

/** How long there is no sense in asking again, in milliseconds, as far as the error says. */
export const comesBackMs = (error: unknown): number => {
  const told = TroupeError.is(error) ? error.details['retryAfterMs'] : undefined;
  return typeof told === 'number' && told > 0 ? told : 0;
};

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
