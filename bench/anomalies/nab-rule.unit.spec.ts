import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestScore, probation, scoreAt, scoreRows, sigmoid } from './nab-rule.ts';

/** 20 rows, of which the first 3 are probation; rows 8 to 11 are a window. */
const WINDOW = [{ first: 8, last: 11 }];
const detectedAt = (...rows: readonly number[]) =>
  scoreRows(
    'one',
    Array.from({ length: 20 }, (_, row) => (rows.includes(row) ? 1 : 0)),
    WINDOW,
  );
const normalisedAt = (...rows: readonly number[]) => scoreAt([detectedAt(...rows)], 1).normalised;

describe('the worth of a place', () => {
  it.each([
    [-1, 0.9866142981514305],
    [-0.5, 0.8482836399575129],
    [0, 0],
    [1, -0.9866142981514305],
    [3, -0.999999388195546],
    [3.01, -1],
  ])('at %d widths from the end of a window is %d', (place, worth) => {
    expect(sigmoid(place)).toBeCloseTo(worth, 12);
  });
});

describe('probation', () => {
  it.each([
    [20, 3],
    [4_999, 749],
    [5_000, 750],
    [15_902, 750],
  ])('of %d rows is the first %d', (rows, first) => {
    expect(probation(rows)).toBe(first);
  });
});

describe('a score', () => {
  it('is 0 for a detector that says nothing', () => expect(normalisedAt()).toBe(0));

  it('is 100 for the first row of every window and nothing else', () => expect(normalisedAt(8)).toBeCloseTo(100, 12));

  it('counts the earliest detection of a window only', () => {
    expect(normalisedAt(8, 9, 10, 11)).toBeCloseTo(100, 12);
  });

  it('is less for a later one: the last row of four lies a quarter of the width before the end', () => {
    // 2 / (1 + e^-1.25) - 1 = 0.554600, by 0.986614 = 0.562124; half of it is on the way from -1 to 1
    expect(normalisedAt(11)).toBeCloseTo((100 * (0.562124 + 1)) / 2, 3);
  });

  it('loses 0.11 points for a false alarm before every window', () => {
    expect(normalisedAt(5, 8)).toBeCloseTo((100 * (1 - 0.11 + 1)) / 2, 12);
  });

  it('loses less for one close behind a window: one row of three intervals', () => {
    // 2 / (1 + e^(5/3)) - 1 = -0.682322
    expect(normalisedAt(8, 12)).toBeCloseTo((100 * (1 - 0.11 * 0.682322 + 1)) / 2, 3);
  });

  it('does not count what is said during probation', () => expect(normalisedAt(0, 1, 2)).toBe(0));

  it('tells what was found and what was not there', () => {
    expect(scoreAt([detectedAt(4, 9, 15)], 1)).toMatchObject({ found: 1, windows: 1, falseAlarms: 2 });
  });
});

describe('the best threshold', () => {
  it('is one for all series, and no other threshold does better', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(scores, scores, (one, other) => {
        const series = [scoreRows('one', one, WINDOW), scoreRows('other', other, WINDOW)];
        const best = bestScore(series).normalised;
        const all = [Infinity, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((threshold) => scoreAt(series, threshold).normalised);
        expect(best).toBeCloseTo(Math.max(...all), 9);
      }),
    );
  });
});
