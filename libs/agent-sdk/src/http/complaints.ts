import { ensureError } from '@troupe/contracts';
import type { Logger } from 'pino';

/** Says that requests are refused for now: once, and then how many, every few seconds. */
export interface Complaints {
  add(status: number, error: unknown): void;
  /** Says what has not been said yet. */
  close(): void;
}

const EVERY_MS = 5_000;

interface Refused {
  requests: number;
  reason: string;
}

/** When a server is away every request has the same to say, and a line for each would hide what else goes on. */
export const createComplaints = (log: Logger, everyMs: number = EVERY_MS): Complaints => {
  const refused = new Map<number, Refused>();
  let timer: NodeJS.Timeout | undefined;
  const say = (): void => {
    for (const [status, { requests, reason }] of refused)
      log.warn({ status, requests, reason }, 'requests were refused for now');
    timer = refused.size === 0 ? undefined : setTimeout(say, everyMs).unref();
    refused.clear();
  };
  return {
    add: (status, error) => {
      const seen = refused.get(status) ?? { requests: 0, reason: '' };
      refused.set(status, { requests: seen.requests + 1, reason: ensureError(error).message });
      if (timer === undefined) say();
    },
    close: () => {
      clearTimeout(timer);
      say();
      clearTimeout(timer);
    },
  };
};
