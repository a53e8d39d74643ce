import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects all garbage at once, and gives back to the system what the heap has grown by: above all the young generation, which
 * V8 enlarges while a process starts or works, and leaves as it is when there is nothing to do. Takes as long as going through
 * the heap takes.
 */
export const collectAll = (): void => {
  setFlagsFromString('--expose-gc');
  // A context that is made now has what the flag exposes.
  const gc = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
};
