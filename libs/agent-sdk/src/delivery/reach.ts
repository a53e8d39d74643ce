import type { Envelope } from '@troupe/contracts';

/** Whether anything may be concluded from an event, and if not, what ended it. */
export type Reach = 'open' | 'hops-spent' | 'deadline-passed';

/** Hops and deadline end every chain of events, loops included. `nowMs` is when the decision is made. */
export const reachOf = ({ hops, deadlineMs }: Envelope, nowMs: number): Reach => {
  if (hops <= 0) return 'hops-spent';
  return deadlineMs !== undefined && nowMs > deadlineMs ? 'deadline-passed' : 'open';
};
