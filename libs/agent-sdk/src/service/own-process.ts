import { constants } from 'node:os';
import type { Logger } from 'pino';

/** A service that owns its process. */
export interface Owner {
  /** Ends the service with an exit code. */
  readonly end: (code: number) => Promise<void>;
  readonly finished: Promise<number>;
  readonly log: Logger;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Ties a service to its process: the first signal stops the service, the second ends the process at once. */
export const ownProcess = ({ end, finished, log }: Owner): void => {
  let signalled = false;
  for (const name of SIGNALS)
    process.on(name, () => {
      // What a shell reports for a process that a signal ended.
      if (signalled) process.exit(128 + constants.signals[name]);
      signalled = true;
      log.info({ signal: name }, 'asked to stop');
      void end(0);
    });
  void finished.then((code) => process.exit(code));
};
