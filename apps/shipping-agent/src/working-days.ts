/** A day without a time, in days since 1970-01-01: Avro's logical type `date`. */
export type Day = number;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** 1970-01-01 was a Thursday; the week is counted from Sunday, 0. */
const weekday = (day: Day): number => (((day + 4) % 7) + 7) % 7;

/** The day that a moment (milliseconds since 1970) lies in, in UTC. */
export const dayOf = (timeMs: number): Day => Math.floor(timeMs / DAY_MS);

/** Minutes since midnight UTC of a moment. */
export const minuteOfDay = (timeMs: number): number => Math.floor((timeMs - dayOf(timeMs) * DAY_MS) / MINUTE_MS);

/** Monday to Friday; holidays are not known here. */
export const isWorkingDay = (day: Day): boolean => weekday(day) !== 0 && weekday(day) !== 6;

/** The day itself when it is a working day, otherwise the next that is. */
export const workingDayFrom = (day: Day): Day => (isWorkingDay(day) ? day : workingDayFrom(day + 1));

/** The working day that comes `count` working days after a day. */
export const addWorkingDays = (day: Day, count: number): Day =>
  count === 0 ? workingDayFrom(day) : addWorkingDays(workingDayFrom(day + 1), count - 1);
