/** What a subscriber is told to do less of. It outlives assignments. */
export interface Throttle {
  /** Nothing more is taken from the log. */
  held: boolean;
  /** Handlers under way at most. */
  concurrency: number;
}

/** Handlers under way at most in one instance: most of them wait, for a database or a model. */
const CONCURRENCY = 512;

/** Nothing is held back. */
export const createThrottle = (): Throttle => ({ held: false, concurrency: CONCURRENCY });
