import { TroupeError, type ErrorCode } from '@troupe/contracts';

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
  /** Says that somebody waits for a server; the function returned says that the wait is over. */
  begin(server: string): () => void;
  /** The servers that somebody waits for. */
  current(): readonly string[];
}

/** No outage at first. */
export const createOutages = (): Outages => {
  const waiting = new Map<string, number>();
  const change = (server: string, by: number): void => {
    const count = (waiting.get(server) ?? 0) + by;
    if (count === 0) waiting.delete(server);
    else waiting.set(server, count);
  };
  return {
    begin: (server) => {
      change(server, 1);
      return () => change(server, -1);
    },
    current: () => [...waiting.keys()],
  };
};
