import { describe, expect, it } from '@jest/globals';
import { DEFAULT_OPTIONS } from './options.ts';
import { noise } from './source.fixture.ts';
import { learnTail, rarity, unknownTail } from './tail.ts';

const learned = (places: readonly number[]) =>
  places.reduce(
    (tail, place, index) => learnTail(tail, place, { ...DEFAULT_OPTIONS, count: index + 1 }),
    unknownTail(),
  );

/** Exponential with mean 1: the threshold of its largest hundredth is ln 100 = 4.6, and the mean excess over any threshold is 1. */
const exponential = Array.from({ length: 40_000 }, (_, index) => -Math.log(1 - noise(index)));

describe('a tail', () => {
  it('finds the threshold that the usual share stays below, and the excess beyond it', () => {
    const { threshold, scale } = learned(exponential);
    expect(threshold).toBeGreaterThan(4.1);
    expect(threshold).toBeLessThan(5.1);
    expect(scale).toBeGreaterThan(0.6);
    expect(scale).toBeLessThan(1.4);
  });

  it('says of one in ten thousand that it is about one in ten thousand', () => {
    const rare = rarity(learned(exponential), Math.log(10_000), DEFAULT_OPTIONS);
    expect(rare).toBeGreaterThan(3.5);
    expect(rare).toBeLessThan(4.5);
  });

  it('says nothing of what is usual, and 2 of the threshold itself', () => {
    const tail = { threshold: 1, scale: 0.5, exceedances: 9 };
    expect(rarity(tail, 1, DEFAULT_OPTIONS)).toBe(0);
    expect(rarity(tail, 1 + 1e-9, DEFAULT_OPTIONS)).toBeCloseTo(2, 6);
    expect(rarity(tail, 1 + 0.5 * Math.LN10, DEFAULT_OPTIONS)).toBeCloseTo(3, 6);
  });

  it('moves on when what is usual does', () => {
    const moved = learned([...exponential.slice(0, 5_000), ...exponential.slice(0, 20_000).map((place) => place + 3)]);
    expect(moved.threshold).toBeGreaterThan(6.6);
    expect(moved.threshold).toBeLessThan(8.6);
  });
});
