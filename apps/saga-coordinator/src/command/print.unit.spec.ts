import { describe, expect, it } from '@jest/globals';
import type { SagaSummary } from '../operation/list-sagas.ts';
import { printDetail, printList } from './print.ts';

const NOW = Date.UTC(2026, 0, 5, 12);

const summary: SagaSummary = {
  saga: 'order',
  conversation: 'c-1',
  version: '1',
  status: 'running',
  outcome: null,
  key: '17850',
  openSteps: ['reserve', 'ship'],
  facts: 2,
  startedMs: NOW - 3_725_000,
  changedMs: NOW - 1_500,
  dueMs: NOW + 5_000,
};

describe('a list for people', () => {
  it('has a row for every instance and their number', () => {
    const other = { ...summary, conversation: 'c-22', status: 'closed', openSteps: [], key: null } as const;
    expect(printList({ sagas: [summary, other], more: false }, NOW)).toBe(
      [
        'saga   conversation  status   age   changed  open steps     key',
        'order  c-1           running  1h2m  1s ago   reserve, ship  17850',
        'order  c-22          closed   1h2m  1s ago   -              -',
        '',
        '2 in all',
      ].join('\n'),
    );
  });

  it('says that there are more, and that there is none', () => {
    expect(printList({ sagas: [summary], more: true }, NOW)).toContain('the first 1: there are more');
    expect(printList({ sagas: [], more: false }, NOW)).toBe('there is no such saga');
  });

  it('sends no control characters to the terminal', () => {
    expect(printList({ sagas: [{ ...summary, key: '\u001b[2Jx' }], more: false }, NOW)).toContain('\\x1b[2Jx');
  });
});

describe('an instance for people', () => {
  const detail = { ...summary, partition: 3, awaits: [], timeline: [] };

  it('has what it waits for and until when, and its facts from the start', () => {
    const text = printDetail(
      {
        ...detail,
        awaits: [
          { step: 'reserve', events: ['items.reserved', 'items.unavailable'], dueMs: NOW + 5_000, held: null },
          {
            ...{ step: 'verify', events: ['order.verified'], dueMs: null },
            held: {
              agent: 'fraud-agent',
              type: 'order.placed',
              code: 'TERMINAL',
              letter: 'l-1',
              sinceMs: NOW - 61_000,
            },
          },
        ],
        timeline: [
          {
            atMs: summary.startedMs,
            kind: 'event',
            what: 'transaction.created',
            id: '1',
            changed: ['a → b'],
            data: {},
          },
          {
            atMs: summary.startedMs + 30_000,
            kind: 'timer',
            what: 'ship',
            id: '2',
            changed: ['ship: timed-out'],
            data: null,
          },
          { atMs: summary.startedMs + 30_001, kind: 'event', what: 'shipment.booked', id: '3', changed: [], data: {} },
        ],
      },
      NOW,
    );
    expect(text.split('\n')).toEqual([
      'order c-1  running',
      'version  1',
      'key      17850',
      'started  2026-01-05T10:57:55.000Z (1h2m ago)',
      'changed  2026-01-05T11:59:58.500Z',
      'waits for',
      '  reserve: items.reserved or items.unavailable, until 2026-01-05T12:00:05.000Z (in 5s)',
      '  verify: order.verified',
      '    held by fraud-agent (order.placed, TERMINAL, for 1m1s): npm run dlq -- fraud-agent show l-1',
      'facts',
      '  2026-01-05T10:57:55.000Z  +0ms  transaction.created  a → b',
      '  2026-01-05T10:58:25.000Z  +30s  deadline of ship     ship: timed-out',
      '  2026-01-05T10:58:25.001Z  +30s  shipment.booked      changed nothing',
    ]);
  });

  it('says that nothing is waited for, and that its version is not known', () => {
    expect(printDetail({ ...detail, status: 'closed', outcome: 'rejected' }, NOW)).toContain('closed (rejected)');
    expect(printDetail(detail, NOW)).toContain('waits for\n  nothing');
    expect(printDetail({ ...detail, awaits: null, timeline: null }, NOW)).toContain('version 1 is not known');
  });
});
