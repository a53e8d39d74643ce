import { deriveId, type Envelope, type Event } from '@troupe/contracts';

/** The id of the n-th pair (from 1) of a conversation: its conclusions derive from it, whichever event came last. */
export const pairId = (join: string, conversationId: string, nth: number): string =>
  deriveId('pair', join, conversationId, nth);

/** An event together with its place in log time. */
export interface Logged {
  readonly event: Event;
  readonly appendedMs: number;
}

const later = (one: Logged, other: Logged): Logged => {
  if (one.appendedMs !== other.appendedMs) return one.appendedMs > other.appendedMs ? one : other;
  return one.event.envelope.id > other.event.envelope.id ? one : other;
};

const nearest = (one: number | undefined, other: number | undefined): Pick<Envelope, 'deadlineMs'> =>
  one === undefined && other === undefined ? {} : { deadlineMs: Math.min(one ?? Infinity, other ?? Infinity) };

/**
 * The envelope that conclusions from two events are drawn from: that of the later one in log time, with the larger
 * Lamport clock, the fewer hops and the nearer deadline. The same whichever was read first.
 */
export const jointEnvelope = (one: Logged, other: Logged): Envelope => {
  const [a, b] = [one.event.envelope, other.event.envelope];
  return {
    ...later(one, other).event.envelope,
    lamport: Math.max(a.lamport, b.lamport),
    hops: Math.min(a.hops, b.hops),
    ...nearest(a.deadlineMs, b.deadlineMs),
  };
};
