import { describe, expect, it } from '@jest/globals';
import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import type { Check } from './findings.fixture.ts';
import { auditLog } from './log-audit.fixture.ts';

let offset = 0n;

const record = (
  topic: string,
  id: string,
  more: Partial<IncomingRecord> = {},
  causationId?: string,
): IncomingRecord => ({
  topic,
  partition: 0,
  offset: offset++,
  key: 'c',
  value: Buffer.from(topic),
  headers: { [HEADERS.id]: id, ...(causationId !== undefined && { [HEADERS.causation]: causationId }) },
  appendedMs: 1_000,
  ...more,
});

const start = record('transaction.created', 'start');

describe('the auditor of the log', () => {
  it('finds nothing in a whole conversation, though a record was published twice', () => {
    const verified = record('order.verified', 'v', {}, 'start');
    const { events, findings } = auditLog([start, verified, { ...verified, offset: 9n }]);
    expect(findings).toEqual([]);
    expect(events.map(({ id }) => id)).toEqual(['start', 'v']);
  });

  it.each<[string, IncomingRecord[], Check, RegExp]>([
    [
      'copies that differ',
      [start, record('order.verified', 'v'), record('order.flagged', 'v')],
      'copies-same',
      /event v/,
    ],
    ['an effect twice', [record('items.reserved', 'a'), record('items.reserved', 'b')], 'effects-once', /2 × items/],
    [
      'a yes and a no',
      [record('order.verified', 'a'), record('order.flagged', 'b')],
      'one-alternative',
      /verified and/,
    ],
    ['both ends', [record('order.confirmed', 'a'), record('order.rejected', 'b')], 'one-alternative', /confirmed and/],
    ['a lost cause', [record('order.verified', 'v', {}, 'gone')], 'cause-first', /by gone, which is not in the log/],
    [
      'time turned round',
      [start, record('order.verified', 'v', { appendedMs: 9 }, 'start')],
      'cause-first',
      /before its/,
    ],
  ])('finds %s', (_, records, check, what) => {
    expect(auditLog(records).findings).toContainEqual({ check, what: expect.stringMatching(what) });
  });
});
