import { describe, expect, it } from '@jest/globals';
import { HEADERS, type IncomingRecord } from '@troupe/messaging';
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

  it.each([
    ['copies that differ', [start, record('order.verified', 'v'), record('order.flagged', 'v')], /event v has copies/],
    ['an effect twice', [record('items.reserved', 'a'), record('items.reserved', 'b')], /2 × items\.reserved/],
    ['a yes and a no', [record('order.verified', 'a'), record('order.flagged', 'b')], /verified and order\.flagged/],
    ['both ends', [record('order.confirmed', 'a'), record('order.rejected', 'b')], /confirmed and order\.rejected/],
    ['a lost cause', [record('order.verified', 'v', {}, 'gone')], /caused by gone, which is not in the log/],
    ['time turned round', [start, record('order.verified', 'v', { appendedMs: 999 }, 'start')], /before its cause/],
  ])('finds %s', (_, records, finding) => {
    expect(auditLog(records).findings.join('\n')).toMatch(finding);
  });
});
