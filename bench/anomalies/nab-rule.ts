/**
 * The scoring rule of the Numenta Anomaly Benchmark (Lavin and Ahmad, "Evaluating Real-time Anomaly Detection Algorithms", 2015), standard
 * profile, written anew from its description. Each labelled window earns by its earliest detection, the earlier the more; each detection
 * outside of all windows costs, the less the closer it comes behind one; each window that is missed costs.
 */

/** First and last row of a labelled window, both in it. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** One row of one series, with what a detection in it is worth. */
export interface ScoredRow {
  /** What the detector said. */
  readonly score: number;
  /** Points for a detection here: positive in a window, negative outside. */
  readonly worth: number;
  /** Which window of which series it lies in; undefined outside. */
  readonly window: string | undefined;
}

/** A series as it is scored: the rows after its probation, and how many windows there were to be found. */
export interface ScoredSeries {
  readonly name: string;
  readonly rows: readonly ScoredRow[];
  readonly windows: number;
}

/** What came of one threshold. */
export interface Score {
  /** 100 for all windows found in their first row and nothing else, 0 for a detector that never says anything. */
  readonly normalised: number;
  readonly threshold: number;
  readonly found: number;
  readonly windows: number;
  readonly falseAlarms: number;
}

const FALSE_POSITIVE = 0.11;
const FALSE_NEGATIVE = 1;
const PROBATION_SHARE = 0.15;
const PROBATION_OF_AT_MOST = 5_000;

/** How many of the first rows of a series are only learned from. */
export const probation = (rows: number): number => Math.floor(PROBATION_SHARE * Math.min(rows, PROBATION_OF_AT_MOST));

/** Worth by place: -1 is where a window begins, 0 where it ends, 1 a window's width behind it. From 3 widths on it is -1. */
export const sigmoid = (place: number): number => (place > 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1);

const worthInside = (row: number, { first, last }: Window): number =>
  sigmoid(-(last - row + 1) / (last - first + 1)) / sigmoid(-1);

const worthBehind = (row: number, window: Window | undefined): number =>
  FALSE_POSITIVE * (window ? sigmoid((row - window.last) / Math.max(1, window.last - window.first)) : -1);

/** Says for each row after the probation what a detection there is worth. Windows must follow one another in time. */
export const scoreRows = (name: string, scores: readonly number[], windows: readonly Window[]): ScoredSeries => {
  const skipped = probation(scores.length);
  const rows = scores.map((score, row): ScoredRow => {
    const around = windows.findIndex(({ first, last }) => first <= row && row <= last);
    const window = windows[around];
    if (window) return { score, worth: worthInside(row, window), window: `${name} ${around}` };
    return {
      score,
      worth: worthBehind(
        row,
        windows.findLast(({ last }) => last < row),
      ),
      window: undefined,
    };
  });
  return { name, rows: rows.slice(skipped), windows: windows.filter(({ last }) => last >= skipped).length };
};

const windowsOf = (series: readonly ScoredSeries[]): number => series.reduce((sum, each) => sum + each.windows, 0);

/** Between the detector that says nothing (every window missed: 0) and the perfect one (every window at its first row: 100). */
const normalise = (raw: number, windows: number): number => {
  const nothing = -FALSE_NEGATIVE * windows;
  return (100 * (raw - nothing)) / (windows - nothing);
};

/** Adds up what detections are worth, as the threshold falls from row to row. */
const tally = (windows: number) => {
  const earned = new Map<string, number>();
  let raw = -FALSE_NEGATIVE * windows;
  let falseAlarms = 0;
  return {
    add: ({ worth, window }: ScoredRow): void => {
      if (window === undefined) {
        falseAlarms += 1;
        raw += worth;
        return;
      }
      const before = earned.get(window) ?? -FALSE_NEGATIVE;
      if (worth <= before) return;
      earned.set(window, worth);
      raw += worth - before;
    },
    score: (threshold: number): Score => ({
      normalised: normalise(raw, windows),
      threshold,
      found: earned.size,
      windows,
      falseAlarms,
    }),
  };
};

/** The score of all series together when every row from the threshold on is a detection. */
export const scoreAt = (series: readonly ScoredSeries[], threshold: number): Score => {
  const total = tally(windowsOf(series));
  for (const { rows } of series) for (const row of rows) if (row.score >= threshold) total.add(row);
  return total.score(threshold);
};

/** The best score that one threshold gives all series together: the highest threshold of several that are as good. */
export const bestScore = (series: readonly ScoredSeries[]): Score => {
  const rows = series.flatMap((each) => each.rows).toSorted((one, other) => other.score - one.score);
  const total = tally(windowsOf(series));
  let best = total.score(Infinity);
  rows.forEach((row, index) => {
    total.add(row);
    if (rows[index + 1]?.score === row.score) return;
    const here = total.score(row.score);
    if (here.normalised > best.normalised) best = here;
  });
  return best;
};
