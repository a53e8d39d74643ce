import type { Logger } from 'pino';
import type { Scheduler } from './scheduler.ts';

/** Tells what happens, for people to read and for runs to be compared. */
export interface Trace {
  readonly lines: readonly string[];
  note(who: string, what: string): void;
  /** A logger of this process whose warnings and errors are part of the trace. */
  logger(who: string): Logger;
}

const TIME_WIDTH = 9;

const reasonOf = (fields: object): string =>
  'err' in fields && fields.err instanceof Error ? `: ${fields.err.message}` : '';

/** A trace; without `isKept` nothing is remembered. */
export const createTrace = (scheduler: Scheduler, isKept: boolean): Trace => {
  const lines: string[] = [];
  const beganMs = scheduler.now();
  const note = (who: string, what: string): void => {
    if (isKept) lines.push(`${(scheduler.now() - beganMs).toFixed(2).padStart(TIME_WIDTH)}  ${who}  ${what}`);
  };
  const logger = (who: string): Logger => {
    const tell = (fields: object, message: string): void => note(who, `says: ${message}${reasonOf(fields)}`);
    const silent = (): void => undefined;
    const own = { trace: silent, debug: silent, info: silent, warn: tell, error: tell, child: () => own };
    // All that the services use of a logger.
    return own as unknown as Logger;
  };
  return { lines, note, logger };
};
