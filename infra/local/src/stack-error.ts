import { TroupeError } from '@troupe/contracts';

/** A server of the stack, or a tool it needs, failed: `what` happened, and `next` is what to do about it. */
export const stackError = (what: string, next: string, cause?: unknown): TroupeError =>
  new TroupeError('STACK_FAILED', `${what}\n  What to do: ${next}`, cause === undefined ? {} : { cause });
