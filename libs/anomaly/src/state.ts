import { unknownSeason, type Season } from './season.ts';
import { unknownTail, type Tail } from './tail.ts';

/** One side of a source: its tail, and how rare what was lately seen on it was. */
export interface Side {
  readonly tail: Tail;
  /** The greatest rarity of late, fading; the same again is no news. */
  readonly seen: number;
}

/** All that is remembered of a source: plain data of less than 4 kB as JSON, however much was observed. */
export interface SourceState {
  readonly observations: number;
  /** When the latest observation was made, in milliseconds since 1970; 0 before the first. */
  readonly lastAt: number;
  /** The current mean of the values. */
  readonly mean: number;
  /** The usual level, of the logs of the values. */
  readonly level: number;
  readonly season: Season;
  readonly rise: Side;
  readonly fall: Side;
}

const unknownSide = (): Side => ({ tail: unknownTail(), seen: 0 });

/** A source of which nothing was observed. */
export const newSource = (): SourceState => ({
  observations: 0,
  lastAt: 0,
  mean: 0,
  level: 0,
  season: unknownSeason(),
  rise: unknownSide(),
  fall: unknownSide(),
});
