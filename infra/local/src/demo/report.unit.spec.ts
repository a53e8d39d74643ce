import { describe, expect, it } from '@jest/globals';
import { splitMessages, type TimelineEvent } from './gateway-client.ts';
import { percentile } from './figures.ts';
import { latencyOf, outcomeOf, type OrderStory } from './order-story.ts';
import { renderReport } from './report.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');

const story = (invoice: string, events: readonly [type: string, source: string, afterMs: number][]): OrderStory => ({
  invoice,
  conversationId: `c-${invoice}`,
  requestedMs: START,
  events: events.map(([type, source, afterMs], index): TimelineEvent => ({
    position: index + 1,
    id: `${invoice}-${index}`,
    type,
    source,
    appendedAt: new Date(START + afterMs).toISOString(),
    data: {},
  })),
});

const confirmed = story('1', [
  ['transaction.created', 'gateway', 4],
  ['order.verified', 'fraud-agent', 10],
  ['items.reserved', 'inventory-agent', 14],
  ['shipment.booked', 'shipping-agent', 9],
  ['order.confirmed', 'saga-coordinator', 20],
]);
const rejected = story('2', [
  ['transaction.created', 'gateway', 5],
  ['items.unavailable', 'inventory-agent', 30],
  ['order.rejected', 'saga-coordinator', 40],
  ['order.closed', 'saga-coordinator', 60],
]);
const cancelled = story('3', [
  ['transaction.created', 'gateway', 5],
  ['order.confirmed', 'saga-coordinator', 30],
  ['order.cancelled', 'gateway', 50],
  ['order.closed', 'saga-coordinator', 70],
]);

describe('the report of the order demo', () => {
  it('tells how each order ended and who said no', () => {
    expect([confirmed, rejected, cancelled].map(outcomeOf)).toEqual([
      'confirmed',
      'rejected: not enough stock',
      'cancelled by the customer',
    ]);
  });

  it('measures from the request to the resolution in the log', () => {
    expect([confirmed, rejected, cancelled].map(latencyOf)).toEqual([20, 40, 30]);
  });

  it('shows outcomes, latency, the slowest step and three timelines in log order', () => {
    const report = renderReport([confirmed, rejected, cancelled]);
    expect(report).toMatch(/confirmed\s+1\n/);
    expect(report).toMatch(/p50 {3}30 ms {3}p99 {3}40 ms/);
    expect(report).toMatch(/inventory\s+p50\s+10 ms\s+p99\s+25 ms\s+slowest/);
    expect(report.indexOf('shipment.booked')).toBeLessThan(report.indexOf('order.verified'));
    expect(report.match(/^Order /gm)).toHaveLength(3);
  });

  it('takes percentiles by nearest rank', () => {
    expect(percentile([5, 1, 3, 2, 4], 0.5)).toBe(3);
    expect(percentile([1], 0.99)).toBe(1);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});

describe('the stream of a conversation', () => {
  it('is cut into messages, and keeps what has not ended', () => {
    const text = ': hello\n\nid: 1\nevent: x\ndata: {"a":1}\n\nid: 2\ndata: {"b"';
    expect(splitMessages(text)).toEqual({ messages: ['{"a":1}'], remainder: 'id: 2\ndata: {"b"' });
  });
});
