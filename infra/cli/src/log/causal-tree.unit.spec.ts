import { describe, expect, it } from '@jest/globals';
import { causalTree, drawTree, type TreeEvent } from './causal-tree.ts';

const event = (id: string, type: string, causationId: string | null, afterMs: number): TreeEvent => ({
  id,
  type,
  source: `${type.split('.')[0] ?? ''}-agent`,
  appendedAt: new Date(Date.UTC(2026, 0, 1) + afterMs).toISOString(),
  causationId,
});

const ORDER = [
  event('1', 'transaction.created', null, 0),
  event('2', 'order.verified', '1', 40),
  event('3', 'items.reserved', '1', 55),
  event('4', 'order.confirmed', '3', 90),
  event('5', 'order.cancelled', null, 500),
];

describe('the causal tree of a conversation', () => {
  it('has every event below the one that led to it, and on top those that people said', () => {
    expect(drawTree(causalTree(ORDER))).toBe(
      [
        '├─ transaction.created  transaction-agent  +0 ms',
        '│  ├─ order.verified  order-agent  +40 ms',
        '│  └─ items.reserved  items-agent  +55 ms',
        '│     └─ order.confirmed  order-agent  +90 ms',
        '└─ order.cancelled  order-agent  +500 ms',
      ].join('\n'),
    );
  });

  it('lets an event stand on top whose cause is in another conversation', () => {
    const [node] = causalTree([event('9', 'leg.wanted', 'elsewhere', 0)]);
    expect(node?.event.id).toBe('9');
  });

  it('sends nothing to the terminal that is not text', () => {
    expect(drawTree(causalTree([event('1', 'a.b\u001b[31m', null, 0)]))).not.toContain('\u001b');
  });
});
