import { durationMs, TroupeError, type Duration } from '@troupe/contracts';

/** What is kept of a conversation before the event that starts its saga has been read. */
export interface EarlyOptions {
  /** Events at most. Default 200. */
  readonly events?: number;
  /** Bytes of their data at most, as they are stored. Default 1,000,000. */
  readonly bytes?: number;
  /** How long after the first of them, in log time, the start may come before they are called orphaned. Default '1d'. */
  readonly startWithin?: Duration;
}

/** The same as it is held against what comes. */
export interface EarlyLimits {
  readonly events: number;
  readonly bytes: number;
  readonly startWithinMs: number;
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

const startWithinMs = (within: string): number | undefined => {
  try {
    return durationMs(within);
  } catch {
    return undefined;
  }
};

/** The limits that a definition declares. @throws TroupeError DEFINITION_INVALID */
export const earlyLimits = (saga: string, options: EarlyOptions = {}): EarlyLimits => {
  const { events = 200, bytes = 1_000_000, startWithin = '1d' } = options;
  const withinMs = startWithinMs(startWithin);
  if (isWhole(events) && isWhole(bytes) && withinMs !== undefined && withinMs > 0)
    return { events, bytes, startWithinMs: withinMs };
  throw new TroupeError(
    'DEFINITION_INVALID',
    `Saga '${saga}': 'early' takes whole numbers of events and bytes, and a duration longer than nothing`,
  );
};
