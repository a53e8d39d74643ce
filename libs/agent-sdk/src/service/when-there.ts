import { setTimeout as delay } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
import { asUnavailable } from '@troupe/database';
import type { ServiceConfig } from '../config.ts';
import type { ServiceContext } from './service-context.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

const isAway = (error: unknown): boolean => {
  const known = asUnavailable(error);
  return TroupeError.is(known) && known.retryable;
};

/**
 * Tries until it works, with growing pauses of at most 2 s for as long as a server is away; says before each what it waits
 * for. What a service does of its own between opening its connections and running goes through this.
 * @throws at once what waiting cannot mend · when `signal` aborts
 */
export const whenThere = async <T>(
  server: string,
  run: () => Promise<T>,
  { log, signal }: Pick<ServiceContext<ServiceConfig<unknown>>, 'log' | 'signal'>,
): Promise<T> => {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await run();
    } catch (error) {
      if (!isAway(error)) throw error;
      log.warn({ server, err: error }, 'waiting for a server');
      await delay(pauseMs, undefined, { signal });
    }
  }
};
