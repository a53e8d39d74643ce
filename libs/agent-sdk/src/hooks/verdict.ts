/** Goes on as if nobody had looked. */
export interface Proceed {
  readonly kind: 'proceed';
}

/** Goes on with something else instead. */
export interface Mutate<Changed> {
  readonly kind: 'mutate';
  readonly to: Changed;
}

/** Ends here: what is judged is left out, given up, or waits for a person. */
export interface Ended {
  readonly kind: 'skip' | 'deny' | 'require-approval';
  /** For whoever reads the log, the dead letter or the request for approval. */
  readonly reason: string;
}

/** What a hook says. */
export type Verdict<Changed = never> = Proceed | Ended | Mutate<Changed>;

/** What a hook that looks does not mind. */
export const proceed = (): Proceed => ({ kind: 'proceed' });

/** Nothing is concluded from the event, or nothing published of what was concluded; the log and the metrics say so. */
export const skip = (reason: string): Ended => ({ kind: 'skip', reason });

/** Goes on with other data, or with other conclusions; either is held against its schema. */
export const mutate = <Changed>(to: Changed): Mutate<Changed> => ({ kind: 'mutate', to });

/**
 * Holds the event, and with it its conversation, until somebody releases it from the dead letters. Handled again after
 * that it is not asked for once more.
 */
export const requireApproval = (reason: string): Ended => ({ kind: 'require-approval', reason });

/** Gives the event up for good, with DENIED. For a business "no", let the handler conclude an event instead. */
export const deny = (reason: string): Ended => ({ kind: 'deny', reason });
