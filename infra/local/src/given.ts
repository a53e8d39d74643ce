import type { Server } from './server.ts';
import { stackError } from './stack-error.ts';

/** A server that somebody else runs: used as it is, never started or stopped by us. */
export const givenServer = (description: string, variable: string): Server => {
  const refuse = (): Promise<never> =>
    Promise.reject(
      stackError(`${description} is given by ${variable}`, `restart it where it runs, or unset ${variable}`),
    );
  return { kind: 'given', description, start: refuse, stop: refuse, kill: refuse };
};
