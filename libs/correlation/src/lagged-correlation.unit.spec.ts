import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correlate } from './lagged-correlation.ts';
import { normalTail } from './normal-tail.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { noise, wandering } from './series.fixture.ts';

const COUNT = DEFAULT_OPTIONS.window;

/** One that follows another by `lag` buckets, with as much of its own. */
const following = (leader: readonly number[], lag: number, seed: number): readonly number[] =>
  noise(seed, leader.length).map((own, index) => (leader[index - lag] ?? 0) + own);

/** How often two series that have nothing to do with one another are taken to move together. */
const mistaken = (memory: number): number => {
  const drawn = Array.from({ length: 200 }, (_, index) =>
    correlate(wandering(2 * index + 1, COUNT, memory), wandering(2 * index + 2, COUNT, memory), DEFAULT_OPTIONS),
  );
  return drawn.filter((found) => found!.chance <= DEFAULT_OPTIONS.chance).length / drawn.length;
};

describe('two sources of which one follows the other', () => {
  it('are found with the lag that is between them', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: -24, max: 24 }), (seed, lag) => {
        const leader = noise(seed + 1, COUNT);
        const follower = following(leader, Math.abs(lag), seed + 5_000);
        const found = lag < 0 ? correlate(follower, leader, DEFAULT_OPTIONS) : correlate(leader, follower, DEFAULT_OPTIONS); // prettier-ignore
        expect(found!.lag).toBe(lag);
        expect(found!.chance).toBeLessThan(0.001);
      }),
    );
  });

  it('are the same the other way round, whatever they are counted in, and where something is not known', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(24), fc.double({ min: 0.01, max: 100, noNaN: true }), (seed, lag, factor) => {
        const leader = noise(seed + 1, COUNT).map((value, index) => (index % 9 === 4 ? null : value));
        const follower = following(noise(seed + 1, COUNT), lag, seed + 5_000);
        const found = correlate(leader, follower, DEFAULT_OPTIONS)!;
        const turned = correlate(
          follower.map((value) => 7 + factor * value),
          leader,
          DEFAULT_OPTIONS,
        )!;
        expect(turned.lag).toBe(found.lag === 0 ? 0 : -found.lag);
        expect(turned.correlation).toBeCloseTo(found.correlation, 9);
        expect(turned.samples).toBe(found.samples);
      }),
    );
  });

  it('are not made by one burst that both have', () => {
    const burst = (seed: number): readonly number[] =>
      noise(seed, COUNT).map((own, index) => (index === 300 ? 500 : own));
    expect(correlate(burst(1), burst(2), DEFAULT_OPTIONS)!.chance).toBeGreaterThan(DEFAULT_OPTIONS.chance);
  });

  it('are not looked for where too little is known of both', () => {
    const [leader] = [noise(1, COUNT)];
    const halfKnown = leader.map((value, index) => (index < COUNT / 2 + 1 ? null : value));
    expect(correlate(leader, halfKnown, DEFAULT_OPTIONS)).toBeUndefined();
  });

  it('are nothing to each other where one never changes', () => {
    expect(correlate(noise(1, COUNT), noise(1, COUNT).map(() => 3), DEFAULT_OPTIONS)).toMatchObject({ correlation: 0, chance: 1 }); // prettier-ignore
  });
});

describe('two sources that have nothing to do with one another', () => {
  it.each([0, 0.6, 0.9])(
    'are hardly ever taken to move together, also where each keeps %d of what it was',
    (memory) => {
      expect(mistaken(memory)).toBeLessThanOrEqual(DEFAULT_OPTIONS.chance);
    },
  );
});

describe('the tail of the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1.644854, 0.05],
    [-1.644854, 0.95],
    [3.090232, 0.001],
  ])('beyond %d is %d', (z, chance) => expect(normalTail(z)).toBeCloseTo(chance, 6));
});
