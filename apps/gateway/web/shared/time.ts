const MINUTE_MS = 60_000;
const UNITS = [
  ['d', 24 * 60],
  ['h', 60],
  ['m', 1],
] as const;

/** How long, in one unit: 45 m, 3 h, 2 d; less than a minute is `now`. */
export const span = (ms: number): string => {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  const [unit, size] = UNITS.find(([, minutesOf]) => minutes >= minutesOf) ?? ['m', 1];
  return minutes === 0 ? 'now' : `${Math.floor(minutes / size)} ${unit}`;
};

/** How it stands with an answer: by when it is due, how urgent that is. */
export interface Due {
  readonly text: string;
  readonly tone: 'late' | 'soon' | 'calm';
}

const SOON = 0.34;

/** What is said of an answer that is due, by how much of its time is left. */
export const dueIn = (dueAt: string, since: string, nowMs: number): Due => {
  const leftMs = Date.parse(dueAt) - nowMs;
  if (leftMs < 0) return { text: span(leftMs) === 'now' ? 'due' : `${span(leftMs)} late`, tone: 'late' };
  const share = leftMs / Math.max(1, Date.parse(dueAt) - Date.parse(since));
  return { text: leftMs < MINUTE_MS ? '< 1 m left' : `${span(leftMs)} left`, tone: share < SOON ? 'soon' : 'calm' };
};

/** The time of day of something, as the browser's people write it; with the day when it was another one. */
export const clockTime = (iso: string, nowMs: number): string => {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return at.toLocaleString(undefined, isToday ? time : { day: 'numeric', month: 'short', ...time });
};
