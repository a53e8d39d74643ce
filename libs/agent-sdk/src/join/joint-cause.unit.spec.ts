import { describe, expect, it } from '@jest/globals';
import type { Envelope } from '@troupe/contracts';
import { envelope } from '../delivery/pipeline.fixture.ts';
import { jointEnvelope, pairId, type Logged } from './joint-cause.ts';

const logged = (appendedMs: number, more: Partial<Envelope>): Logged => ({
  appendedMs,
  event: { type: 'items.reserved', data: {}, envelope: envelope(more) },
});

describe('jointEnvelope', () => {
  it('follows from the later event, with the most restrictive reach of both', () => {
    const early = logged(10, { id: 'early', lamport: 9, hops: 3, deadlineMs: 50 });
    const late = logged(20, { id: 'late', lamport: 2, hops: 7 });
    expect(jointEnvelope(early, late)).toMatchObject({ id: 'late', lamport: 9, hops: 3, deadlineMs: 50 });
    expect(jointEnvelope(late, early)).toEqual(jointEnvelope(early, late));
  });

  it('settles a tie in log time by id', () => {
    const [a, b] = [logged(10, { id: 'a' }), logged(10, { id: 'b' })];
    expect(jointEnvelope(a, b).id).toBe('b');
    expect(jointEnvelope(b, a)).toEqual(jointEnvelope(a, b));
  });

  it('has no deadline when neither has one', () => {
    expect(jointEnvelope(logged(1, {}), logged(2, {}))).not.toHaveProperty('deadlineMs');
  });
});

describe('pairId', () => {
  it('differs by join, conversation and count', () => {
    const ids = [pairId('a:x+y', 'c', 1), pairId('b:x+y', 'c', 1), pairId('a:x+y', 'd', 1), pairId('a:x+y', 'c', 2)];
    expect(new Set(ids).size).toBe(4);
  });
});
