import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requested } from '../reports.fixture.ts';
import { drawChart } from './draw-chart.ts';
import { gridOf, timeMarks, timesUsual } from './scales.ts';

const residuals = fc.array(fc.option(fc.double({ min: -50, max: 50, noNaN: true }), { nil: null }), {
  maxLength: 4_000,
});
const sources = fc.array(fc.record({ source: fc.string(), residuals }), { maxLength: 10 });

/** Tags that open and close one another in turn, attributes in quotes, and nothing that is only half escaped. */
const isWellFormed = (svg: string): boolean => {
  const open: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [A-Za-z0-9-]+="[^"<]*")*)(\/?)>/g,
    (_, end: string, name: string, __, alone: string) => {
      if (end === '/') return open.pop() === name ? '' : '<';
      if (alone === '') open.push(name);
      return '';
    },
  );
  return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/.test(rest);
};

describe('the chart of a report', () => {
  it('has a line for every source, a dot for every anomaly, and a name for each', () => {
    const svg = drawChart(requested());
    expect(svg.match(/<path /g)).toHaveLength(2);
    expect(svg.match(/<circle /g)).toHaveLength(2);
    expect(svg).toContain('>AAPL</text>');
    expect(isWellFormed(svg)).toBe(true);
  });

  it('interrupts a line where nothing is known', () => {
    const known = drawChart(requested({ series: [{ source: 'a', residuals: Array.from({ length: 40 }, () => 1) }] }));
    const gap = drawChart(requested({ series: [{ source: 'a', residuals: Array.from({ length: 40 }, (_, index) => (index >= 16 && index < 24 ? null : 1)) }] })); // prettier-ignore
    const starts = (svg: string): number => / d="([^"]*)"/.exec(svg)![1]!.split('M').length - 1;
    expect([starts(known), starts(gap)]).toEqual([1, 2]);
  });

  it('is well-formed, inside its frame and bounded in size, whatever it is made of', () => {
    fc.assert(
      fc.property(sources, (series) => {
        const svg = drawChart(requested({ series }));
        expect(isWellFormed(svg)).toBe(true);
        expect(svg.length).toBeLessThan(60_000);
        const path = [...svg.matchAll(/ d="([^"]*)"/g)]
          .flatMap(([, d]) => d!.match(/-?\d+(?:\.\d+)?/g) ?? [])
          .map(Number);
        for (const coordinate of path) expect(coordinate >= 0 && coordinate <= 760).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('its scales', () => {
  it('mark doublings, no more than can be read', () => {
    expect(gridOf({ low: -1, high: 3 })).toEqual([-1, 0, 1, 2, 3]);
    expect(gridOf({ low: -10, high: 10 })).toEqual([-9, -6, -3, 0, 3, 6, 9]);
    expect([-3, -2, -1, 0, 2].map(timesUsual)).toEqual(['1/8×', '¼×', '½×', '1×', '4×']);
  });

  it('mark whole hours of the day', () => {
    const from = Date.UTC(2015, 2, 9, 5, 30);
    expect(timeMarks(from, from + 54 * 3_600_000).map((at) => new Date(at).toISOString().slice(8, 13))).toEqual(['09T12', '10T00', '10T12', '11T00']); // prettier-ignore
  });
});
