import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutCopies, type Entry } from './entry.ts';

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

describe('entries without copies', () => {
  it('are the first of each event, in order of arrival', () => {
    fc.assert(
      fc.property(arrivals, (pairs) => {
        const kept = withoutCopies(pairs.map(([conversation, event]) => entry(conversation, event)));
        const ids = kept.map((row) => `${row.conversation_id} ${row.event_id}`);
        expect(ids).toEqual([...new Set(pairs.map(([conversation, event]) => `${conversation} ${event}`))]);
      }),
    );
  });
});
