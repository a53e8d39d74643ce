import { describe, expect, it } from '@jest/globals';
import { learnSeason, seasonAt, unknownSeason } from './season.ts';
import { DAY, everyFiveMinutes, FIVE_MINUTES, MONDAY } from './source.fixture.ts';

const HOUR = 12 * FIVE_MINUTES;
const learned = (days: number, offset: (index: number) => number) =>
  everyFiveMinutes(days * DAY, offset).reduce(
    (season, { at, value }) => learnSeason(season, at, value),
    unknownSeason(),
  );

describe('a season', () => {
  it('expects nothing at first', () => expect(seasonAt(unknownSeason(), MONDAY)).toBe(0));

  it('knows the hours of the day after some days', () => {
    const season = learned(14, (index) => (index % DAY < DAY / 2 ? -1 : 1));
    expect(seasonAt(season, MONDAY + 3 * HOUR)).toBeCloseTo(-1, 0);
    expect(seasonAt(season, MONDAY + 15 * HOUR)).toBeCloseTo(1, 0);
  });

  it('knows the days of the week after some weeks', () => {
    const weekend = (index: number): number => (Math.floor(index / DAY) % 7 < 5 ? 0.3 : -0.7);
    const season = learned(56, weekend);
    const [tuesday, saturday] = [MONDAY + 24 * HOUR, MONDAY + 5 * 24 * HOUR];
    expect(seasonAt(season, tuesday) - seasonAt(season, saturday)).toBeGreaterThan(0.6);
  });

  it('learns next to nothing from one value however far it is out', () => {
    const season = learned(7, () => 0);
    const after = learnSeason(season, MONDAY, 1_000);
    expect(Math.abs(seasonAt(after, MONDAY) - seasonAt(season, MONDAY))).toBeLessThan(0.05);
  });
});
