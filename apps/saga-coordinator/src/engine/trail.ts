import type { Envelope, TraceContext } from '@troupe/contracts';
import { traceOf } from '@troupe/messaging';

/** What a fact's envelope hands on to the decisions that rest on it. */
export interface Trail extends TraceContext {
  readonly lamport: number;
  readonly hops: number;
  readonly tenant: string;
  readonly deadlineMs?: number;
  /** The conversation that started this one. */
  readonly parentId?: string;
}

/** The part of an envelope that is handed on. */
export const trailOf = (envelope: Envelope): Trail => {
  const { lamport, hops, tenant, deadlineMs, parentId } = envelope;
  return {
    ...{ lamport, hops, tenant },
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(parentId !== undefined && { parentId }),
    ...traceOf(envelope),
  };
};

/**
 * What decisions inherit from all facts of an instance: the fewest hops, the largest Lamport clock, the nearest deadline;
 * tenant, parent and trace from the first of them in the log.
 */
export const mergeTrails = (first: Trail, trails: readonly Trail[]): Trail => {
  const all = [first, ...trails];
  const deadlines = all.flatMap(({ deadlineMs }) => (deadlineMs === undefined ? [] : [deadlineMs]));
  return {
    ...first,
    lamport: Math.max(...all.map(({ lamport }) => lamport)),
    hops: Math.min(...all.map(({ hops }) => hops)),
    ...(deadlines.length > 0 && { deadlineMs: Math.min(...deadlines) }),
  };
};
