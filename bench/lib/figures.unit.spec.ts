import { describe, expect, it } from '@jest/globals';
import { figuresOf, renderMarkdown, renderTable } from './figures.ts';

describe('figures', () => {
  it('are taken by nearest rank', () => {
    const latencies = Array.from({ length: 1_000 }, (_, index) => index + 1);
    expect(figuresOf(latencies, 1_000)).toEqual({ count: 1_000, missing: 0, p50: 500, p95: 950, p99: 990, p999: 999 });
  });

  it('count an answer that never came as later than all others', () => {
    expect(figuresOf([1, 2, 3], 4)).toMatchObject({ missing: 1, p50: 2, p99: Number.POSITIVE_INFINITY });
  });
});

describe('a table', () => {
  it('is as wide as its widest cells', () => {
    expect(
      renderTable([
        ['a', '10'],
        ['long', '7'],
      ]),
    ).toBe('a     10\nlong   7');
  });

  it('of Markdown is as wide as its widest cells, with a rule below the head', () => {
    expect(
      renderMarkdown([
        ['', 'ms'],
        ['long', '7'],
      ]),
    ).toBe('|      |  ms |\n| ---- | --: |\n| long |   7 |');
  });
});
