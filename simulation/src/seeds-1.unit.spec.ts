import { describe, expect, it, jest } from '@jest/globals';
import { playSeeds } from './play-seeds.fixture.ts';

jest.setTimeout(600_000);

describe('the first thousand courses of things', () => {
  it('violate no invariant, whatever is killed, stopped, cut off, doubled or late', async () => {
    expect(await playSeeds(1, 1_000)).toEqual([]);
  });
});
