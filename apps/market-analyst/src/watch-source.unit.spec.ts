import { describe, expect, it } from '@jest/globals';
import { newSource } from '@troupe/anomaly';
import { signals } from './signals.fixture.ts';
import { watchSource } from './watch-source.ts';

const watch = (items: ReturnType<typeof signals>) => watchSource(newSource(), { source: 'mentions', items });

describe('a source', () => {
  it('is told of with the item that makes the anomaly, and what it was judged by', () => {
    const [told, ...others] = watch(signals(0, 1_000, 800)).anomalies;
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      type: 'anomaly.detected',
      data: { source: 'mentions', item: '800', direction: 'RISE', shape: 'SPIKE', value: 5_000, observations: 800 },
    });
    expect(told?.data.confidence).toBeGreaterThan(0.99);
  });

  it('is judged by its values alone: items of text change nothing', () => {
    const text = { item: 'news', at: Date.UTC(2015, 2, 3), value: null, title: 'News', link: '' };
    const items = signals(0, 300, -1);
    expect(watch(items.flatMap((item) => [item, text]))).toEqual(watch(items));
  });

  it('comes to the same in one event and in many', () => {
    const items = signals(0, 900, 700);
    const inParts = [items.slice(0, 10), items.slice(10, 600), items.slice(600)].reduce<ReturnType<typeof watch>>(
      (before, part) => {
        const after = watchSource(before.state, { source: 'mentions', items: part });
        return {
          state: after.state,
          anomalies: [...before.anomalies, ...after.anomalies],
          readings: [...before.readings, ...after.readings],
        };
      },
      { state: newSource(), anomalies: [], readings: [] },
    );
    expect(inParts).toEqual(watch(items));
  });
});
