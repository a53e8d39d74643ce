/** How far the log of the values lies from their level in one hour of the day or on one day of the week, and how well that is known. */
export interface Slot {
  readonly offset: number;
  /** Observations it was learned from, up to a limit after which it goes on forgetting. */
  readonly weight: number;
}

/** What is known of the day and the week of a source, in UTC. */
export interface Season {
  readonly hours: readonly Slot[];
  readonly days: readonly Slot[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 1970 began on a Thursday, the fifth day of a week that begins on Sunday. */
const FIRST_WEEKDAY = 4;

/** A slot is believed by half once it was learned from so many observations. */
const HOUR_BELIEF = 24;
const DAY_BELIEF = 288;
/** What a slot was learned from counts no more than so many observations: it forgets what is older. */
const HOUR_LIMIT = 720;
const DAY_LIMIT = 2_304;
/** No single observation counts for more than this distance: a spike teaches the hour that it falls into next to nothing. */
const FURTHEST = 2;

const slotsOf = (at: number): { readonly hour: number; readonly day: number } => ({
  hour: Math.floor(at / HOUR_MS) % 24,
  day: (Math.floor(at / DAY_MS) + FIRST_WEEKDAY) % 7,
});

const slotAt = (slots: readonly Slot[], index: number): Slot => slots[index] ?? { offset: 0, weight: 0 };

const believed = ({ offset, weight }: Slot, belief: number): number => (offset * weight) / (weight + belief);

/** A season of which nothing is known. */
export const unknownSeason = (): Season => ({
  hours: Array.from({ length: 24 }, () => ({ offset: 0, weight: 0 })),
  days: Array.from({ length: 7 }, () => ({ offset: 0, weight: 0 })),
});

/** How far from the level the log of a value is expected at a time: drawn towards zero for hours and days that are hardly known. */
export const seasonAt = ({ hours, days }: Season, at: number): number => {
  const { hour, day } = slotsOf(at);
  return believed(slotAt(hours, hour), HOUR_BELIEF) + believed(slotAt(days, day), DAY_BELIEF);
};

const learn = (
  { offset, weight }: Slot,
  deviation: number,
  { belief, limit }: { belief: number; limit: number },
): Slot => {
  const known = Math.min(weight + 1, limit);
  return { offset: offset + deviation / (known + belief), weight: known };
};

/** The season after one more observation, which lay `fromLevel` away from the level. */
export const learnSeason = ({ hours, days }: Season, at: number, fromLevel: number): Season => {
  const { hour, day } = slotsOf(at);
  const left = fromLevel - slotAt(hours, hour).offset - slotAt(days, day).offset;
  const deviation = Math.max(-FURTHEST, Math.min(FURTHEST, left));
  return {
    hours: hours.with(hour, learn(slotAt(hours, hour), deviation, { belief: HOUR_BELIEF, limit: HOUR_LIMIT })),
    days: days.with(day, learn(slotAt(days, day), deviation, { belief: DAY_BELIEF, limit: DAY_LIMIT })),
  };
};
