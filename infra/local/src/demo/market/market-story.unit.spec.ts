import { describe, expect, it } from '@jest/globals';
import { liveTable } from './live-table.ts';
import { isTold, newStory, withEvent, withReport, type MarketStory, type ToldEvent } from './market-story.ts';

const NOON = '2015-03-09T12:00:00.000Z';
const signals = (count: number): ToldEvent => ({
  type: 'signals.observed',
  data: { source: 'AAPL', market: 'main', items: Array.from({ length: count }, (_, item) => ({ item: String(item), at: NOON, value: 1, title: '', link: '' })) }, // prettier-ignore
});
const anomaly: ToldEvent = {
  type: 'anomaly.detected',
  data: { source: 'AAPL', item: '1', at: NOON, direction: 'RISE', shape: 'SPIKE', value: 9, mean: 4, expected: 1, bound: 2, observations: 300, likelihood: 0.001, score: 2, confidence: 0.99, decidedBy: 'spec@1' }, // prettier-ignore
};
const report: ToldEvent = {
  type: 'report.published',
  data: { market: 'main', from: NOON, until: NOON, title: 'AAPL moved', markdown: '# AAPL moved', chart: '<svg/>', cites: ['e-1'], decidedBy: 'spec@1' }, // prettier-ignore
};
const requested: ToldEvent = { type: 'report.requested', data: {} };
const nothing: MarketStory = { sources: [newStory('AAPL', 3)], requested: 0, reports: [] };
const withSource = (...events: readonly ToldEvent[]): MarketStory => ({ ...nothing, sources: [events.reduce(withEvent, newStory('AAPL', 3))] }); // prettier-ignore

describe('the story of a market', () => {
  it('counts points and anomalies of its sources', () => {
    const { rows, brief } = liveTable(withSource(signals(1), anomaly, signals(2)));
    expect(rows[1]).toMatch(/^AAPL +3 of 3 +2015-03-09 12:00 +1 +2015-03-09 12:00 +99\.0 %$/);
    expect(brief).toBe('3 of 3 points, 1 anomalies, 0 clusters move together, 0 reports');
  });

  it('names the latest of its reports', () => {
    expect(liveTable([requested, report].reduce(withReport, nothing)).rows.at(-1)).toBe('1 clusters move together, 1 reports; the latest: AAPL moved'); // prettier-ignore
  });

  it('is told once all points are read, and all reports written that were asked for', () => {
    expect(isTold(withSource(signals(2)))).toBe(false);
    const read = withSource(signals(3));
    expect(isTold(read)).toBe(true);
    expect(isTold(withReport(read, requested))).toBe(false);
    expect(isTold([requested, report].reduce(withReport, read))).toBe(true);
  });
});
