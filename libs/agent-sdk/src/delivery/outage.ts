import { TroupeError, type ErrorCode } from '@troupe/contracts';
import { isDatabaseUnavailable } from '@troupe/database';

const AWAY: Readonly<Partial<Record<ErrorCode, string>>> = {
  REGISTRY_UNAVAILABLE: 'registry',
  KAFKA_UNAVAILABLE: 'kafka',
  DATABASE_UNAVAILABLE: 'database',
};

/** Whether the database answers now. */
export type DatabaseAnswers = () => Promise<boolean>;

/**
 * Which server is away, when that is why something failed: no fault of the event, so it costs it no attempt. What looks
 * like a broken connection may be to another server, of the handler's own: it counts only if the database is really away.
 */
export const outageOf = async (error: unknown, databaseAnswers: DatabaseAnswers): Promise<string | undefined> => {
  if (TroupeError.is(error)) return AWAY[error.code];
  return isDatabaseUnavailable(error) && !(await databaseAnswers()) ? 'database' : undefined;
};

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
