import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pairingOf, type Pair, type Present, type Side } from './pairing.ts';

const first = (appendedMs: number): Present => ({ side: 'first', appendedMs });
const second = (appendedMs: number): Present => ({ side: 'second', appendedMs });
const waiting = (present: Present): Pair => ({ state: 'waiting', ...present });

/** What comes of two events read in this order: both, or the one that stays alone. */
const outcome = (one: Present, other: Present, withinMs: number): 'both' | Side => {
  const pairing = pairingOf(waiting(one), other, withinMs);
  if (pairing.kind === 'lapse') return pairing.alone;
  expect(pairing.kind).toBe('meet');
  return 'both';
};

describe('pairingOf', () => {
  it('keeps the first to come', () => {
    expect(pairingOf(undefined, first(0), 10)).toEqual({ kind: 'keep' });
  });

  it('lets two meet that were appended within the time, to the millisecond', () => {
    expect(pairingOf(waiting(first(100)), second(110), 10)).toEqual({ kind: 'meet' });
    expect(pairingOf(waiting(first(100)), second(111), 10)).toEqual({ kind: 'lapse', alone: 'first' });
  });

  it('leaves the earlier one alone, even when it is read second', () => {
    expect(pairingOf(waiting(first(100)), second(50), 10)).toEqual({ kind: 'lapse', alone: 'second' });
  });

  it.each(['met', 'lapsed'] as const)('calls an event late when its pair is %s', (state) => {
    expect(pairingOf({ state }, second(0), 10)).toEqual({ kind: 'late' });
  });

  it('comes to the same whichever of two is read first', () => {
    const time = fc.nat(1_000);
    fc.assert(
      fc.property(time, time, time, (a, b, withinMs) => {
        expect(outcome(first(a), second(b), withinMs)).toBe(outcome(second(b), first(a), withinMs));
      }),
    );
  });
});
