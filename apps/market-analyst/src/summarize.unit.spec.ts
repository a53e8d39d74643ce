import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOTHING_UNTOLD, summarize } from './summarize.ts';
import type { Reading } from './watch-source.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2015, 2, 2, 12);

const reading = (minute: number, residual: number | undefined = minute): Reading => ({
  at: NOON + minute * MINUTE,
  residual,
});
const anomaly = (minute: number) => ({ event: `e${minute}`, at: NOON + minute * MINUTE, value: 9, mean: 3, expected: 1, confidence: 0.99 }); // prettier-ignore

/** What was told of a source in all, whatever the portions. */
const toldOf = (portions: readonly (readonly Reading[])[], anomalies = [anomaly(62)]) => {
  let untold = NOTHING_UNTOLD;
  const summaries = portions.flatMap((readings) => {
    const times = readings.map(({ at }) => at);
    const noted = anomalies.filter(({ at }) => times.includes(at));
    const summarized = summarize(untold, readings, noted);
    untold = summarized.untold;
    return summarized.summary ?? [];
  });
  return {
    from: summaries[0]?.from,
    residuals: summaries.flatMap(({ residuals }) => residuals),
    anomalies: summaries.flatMap((summary) => summary.anomalies),
  };
};

describe('a source', () => {
  it('is told of once an hour of its own time is over, in quarters of an hour', () => {
    const { summary } = summarize(
      NOTHING_UNTOLD,
      [5, 10, 16, 50, 61].map((minute) => reading(minute)),
      [],
    );
    expect(summary).toEqual({ from: NOON, bucketMs: 15 * MINUTE, residuals: [7.5, 16, null, 50], anomalies: [] });
  });

  it('is told to be there at once, and of no hour before it is over', () => {
    const first = summarize(NOTHING_UNTOLD, [reading(5)], []);
    expect(first.summary).toEqual({ from: NOON, bucketMs: 15 * MINUTE, residuals: [], anomalies: [] });
    expect(summarize(first.untold, [reading(10), reading(59)], []).summary).toBeUndefined();
  });

  it('has nothing where it is only learned from', () => {
    expect(summarize(NOTHING_UNTOLD, [{ at: NOON, residual: undefined }, reading(60)], []).summary?.residuals).toEqual([null, null, null, null]); // prettier-ignore
  });

  it('has its anomalies told with their hour, or with the next where that was told', () => {
    const first = summarize(NOTHING_UNTOLD, [reading(5), reading(62)], [anomaly(62)]);
    expect(first.summary?.anomalies).toEqual([]);
    const next = summarize(first.untold, [reading(20), reading(121)], [anomaly(20)]);
    expect(next.summary?.anomalies).toEqual([anomaly(62), anomaly(20)]);
  });

  it('that was silent for years is told of from where it matters', () => {
    const { summary } = summarize(NOTHING_UNTOLD, [reading(0), reading(60 * 24 * 3_000)], []);
    expect(summary?.residuals).toHaveLength(5_760);
  });

  it('comes to the same in one portion and in many', () => {
    const readings = Array.from({ length: 100 }, (_, index) => reading(index * 5));
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 })), (cuts) => {
        const ends = [0, ...cuts.toSorted((one, other) => one - other), readings.length];
        const portions = ends.slice(1).map((end, index) => readings.slice(ends[index], end));
        expect(toldOf(portions, [anomaly(60), anomaly(200)])).toEqual(toldOf([readings], [anomaly(60), anomaly(200)]));
      }),
    );
  });
});
