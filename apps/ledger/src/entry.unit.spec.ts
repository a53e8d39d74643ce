import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutCopies, withPositions, type Entry } from './entry.ts';

const entry = (conversation: string, event: string): Entry => ({
  conversation_id: conversation,
  event_id: event,
  type: 'order.verified',
  source: 'fraud-agent',
  tenant: 'default',
  concluded_at: new Date(0),
  appended_at: new Date(0),
  topic_partition: 0,
  topic_offset: 0,
  causation_id: null,
  parent_id: null,
  lamport: 1,
  hops: 1,
  provenance: '{}',
  data: '{}',
});

const arrivals = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '3', '4')), {
  maxLength: 20,
});

describe('positions', () => {
  it('follow the last one of each conversation without gaps, in order of arrival', () => {
    fc.assert(
      fc.property(arrivals, fc.nat(50), (pairs, last) => {
        const fresh = withoutCopies(pairs.map(([conversation, event]) => entry(conversation, event)));
        const placed = withPositions(fresh, new Map([['a', last]]));
        for (const conversation of ['a', 'b', 'c']) {
          const own = placed.filter((row) => row.conversation_id === conversation);
          const first = conversation === 'a' ? last + 1 : 1;
          expect(own.map((row) => row.position)).toEqual(own.map((_, index) => first + index));
          const seen = new Set(pairs.filter(([id]) => id === conversation).map(([, event]) => event));
          expect(own.map((row) => row.event_id)).toEqual([...seen]);
        }
      }),
    );
  });
});
