import { describe, expect, it } from '@jest/globals';
import { leaderOf, movingPairs, type MovingPair } from './moving-pairs.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { noise } from './series.fixture.ts';

const COUNT = DEFAULT_OPTIONS.window;
const common = noise(7, COUNT + 24);
const source = (name: string, delay: number, seed: number) => ({
  source: name,
  residuals: noise(seed, COUNT).map((own, index) => common[index + 24 - delay]! + own / 2),
});
const pair = (first: string, second: string, lag: number): MovingPair => ({ first, second, lag, correlation: 1, chance: 0, samples: COUNT }); // prettier-ignore

describe('sources of a market', () => {
  const sources = [source('late', 9, 1), source('early', 2, 2), { source: 'alone', residuals: noise(99, COUNT) }, source('also', 2, 3)]; // prettier-ignore

  it('that move together are named with who goes first and how long before', () => {
    expect(movingPairs(sources, DEFAULT_OPTIONS).map(({ first, second, lag }) => `${first} ${second} ${lag}`).toSorted()).toEqual(['also early 0', 'also late 7', 'early late 7']); // prettier-ignore
  });

  it('come to the same in any order', () => {
    expect(movingPairs(sources.toReversed(), DEFAULT_OPTIONS)).toEqual(movingPairs(sources, DEFAULT_OPTIONS));
  });

  it('have a leader where one is ahead of the others', () => {
    expect(leaderOf([pair('a', 'b', 3), pair('a', 'c', 5), pair('b', 'c', 2)])).toBe('a');
  });

  it.each([[[]], [[pair('a', 'b', 0)]], [[pair('a', 'c', 2), pair('b', 'c', 2)]]])('have none in %j', (pairs) => {
    expect(leaderOf(pairs)).toBeUndefined();
  });
});
