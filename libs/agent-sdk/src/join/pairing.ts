/** Which of the two types of a join an event is of. */
export type Side = 'first' | 'second';

/** One event of a pair, as the log tells it. */
export interface Present {
  readonly side: Side;
  /** When the broker appended it: all that in time or late is judged by. */
  readonly appendedMs: number;
}

/** What is known of the n-th pair of a conversation. */
export type Pair = ({ readonly state: 'waiting' } & Present) | { readonly state: 'met' | 'lapsed' };

/**
 * What an arriving event does to its pair: it is kept; it meets its partner; the two lie too far apart, so that the
 * one named stays alone; or it comes after the pair was closed without it.
 */
export type Pairing =
  | { readonly kind: 'keep' }
  | { readonly kind: 'meet' }
  | { readonly kind: 'lapse'; readonly alone: Side }
  | { readonly kind: 'late' };

/**
 * Judges an arrival by log time alone, so that it makes no difference which of two events is read first: they meet if
 * they were appended within `withinMs` of each other; else the earlier one stays alone.
 */
export const pairingOf = (pair: Pair | undefined, arriving: Present, withinMs: number): Pairing => {
  if (pair === undefined) return { kind: 'keep' };
  if (pair.state !== 'waiting') return { kind: 'late' };
  if (Math.abs(arriving.appendedMs - pair.appendedMs) <= withinMs) return { kind: 'meet' };
  return { kind: 'lapse', alone: arriving.appendedMs < pair.appendedMs ? arriving.side : pair.side };
};
