import type { ReportRequestedData } from '@troupe/contracts';

type Series = ReportRequestedData['series'][number];

/** What is drawn of a source: how far it lay from what is usual, hour by hour. */
export interface HourlySeries {
  readonly source: string;
  /** In doublings: 1 is twice the usual. Null where nothing is known. */
  readonly doublings: readonly (number | null)[];
}

/** More points than can be told apart. */
const MOST_POINTS = 400;
const HOUR_MS = 3_600_000;
/** What lies further out than a thousandfold is drawn at the edge. */
const FURTHEST = 10;

const meanOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length / Math.LN2;
  return Math.max(-FURTHEST, Math.min(FURTHEST, mean));
};

/** How many buckets are drawn as one point: an hour, or more where there would be too many. */
export const bucketsPerPoint = ({ bucketMs, series }: Pick<ReportRequestedData, 'bucketMs' | 'series'>): number => {
  const longest = Math.max(1, ...series.map(({ residuals }) => residuals.length));
  return Math.max(1, Math.round(HOUR_MS / bucketMs), Math.ceil(longest / MOST_POINTS));
};

/** The series of a source in means of so many buckets. */
export const hourly = ({ source, residuals }: Series, buckets: number): HourlySeries => ({
  source,
  doublings: Array.from({ length: Math.ceil(residuals.length / buckets) }, (_, index) =>
    meanOf(residuals.slice(index * buckets, (index + 1) * buckets)),
  ),
});

/** The lowest and highest whole doublings that all of it lies between; at least from half to double. */
export const rangeOf = (all: readonly HourlySeries[]): { readonly low: number; readonly high: number } => {
  const known = all.flatMap(({ doublings }) => doublings.filter((value) => value !== null));
  return { low: Math.min(-1, ...known.map(Math.floor)), high: Math.max(1, ...known.map(Math.ceil)) };
};

/** Whole doublings that get a line of the grid: not more than about eight. */
export const gridOf = ({ low, high }: { readonly low: number; readonly high: number }): readonly number[] => {
  const step = Math.ceil((high - low) / 8);
  return Array.from({ length: high - low + 1 }, (_, index) => low + index).filter((value) => value % step === 0);
};

/** Times that get a mark: every so many whole hours of the day, in UTC, about six in all. */
export const timeMarks = (from: number, until: number): readonly number[] => {
  const hours = [1, 2, 3, 6, 12, 24, 48].find((each) => (until - from) / (each * HOUR_MS) <= 7) ?? 96;
  const step = hours * HOUR_MS;
  const first = Math.ceil(from / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((until - first) / step) + 1) },
    (_, index) => first + index * step,
  );
};

/** So many doublings, as people say it: 4×, ½×, 1/16×. */
export const timesUsual = (doublings: number): string => {
  if (doublings >= 0) return `${2 ** doublings}×`;
  return doublings === -1 ? '½×' : doublings === -2 ? '¼×' : `1/${2 ** -doublings}×`;
};
