import { describe, expect, it, jest } from '@jest/globals';
import { playSeeds } from './play-seeds.fixture.ts';

jest.setTimeout(600_000);

// A file of its own: two of them are played side by side.
describe('the second thousand courses of things', () => {
  it('violate no invariant, whatever is killed, stopped, cut off, doubled or late', async () => {
    expect(await playSeeds(1_001, 1_000)).toEqual([]);
  });
});
