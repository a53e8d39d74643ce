import { describe, expect, it } from '@jest/globals';
import { byUrgency, dueMs } from './sla.ts';
import { TICKET_AT_DESK } from './tickets.fixture.ts';

const LEVELS = { criticalMs: 100, routineMs: 1_000 };

describe('the time by which somebody answers', () => {
  it('is counted from when the customer began to wait, by the level of the ticket', () => {
    expect(dueMs(TICKET_AT_DESK, LEVELS)).toBe(1_100);
    expect(dueMs({ ...TICKET_AT_DESK, level: 'routine' }, LEVELS)).toBe(2_000);
    expect(dueMs({ ...TICKET_AT_DESK, level: null }, LEVELS)).toBe(2_000);
    expect(dueMs({ ...TICKET_AT_DESK, waitingSinceMs: null }, LEVELS)).toBeNull();
  });

  it('orders an inbox: who is due first comes first, who does not wait last', () => {
    const ticket = (conversationId: string, changes: object) => ({ ...TICKET_AT_DESK, conversationId, ...changes });
    const tickets = [
      ticket('answered, older', { waitingSinceMs: null, openedMs: 1 }),
      ticket('routine, long ago', { level: 'routine', waitingSinceMs: 0 }),
      ticket('critical, now', { waitingSinceMs: 900 }),
      ticket('answered, newer', { waitingSinceMs: null, openedMs: 2 }),
      ticket('critical, before', { waitingSinceMs: 800 }),
    ];
    expect(tickets.toSorted(byUrgency(LEVELS)).map(({ conversationId }) => conversationId)).toEqual([
      'critical, before',
      'routine, long ago',
      'critical, now',
      'answered, newer',
      'answered, older',
    ]);
  });
});
