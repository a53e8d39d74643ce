import type { MarketStory, SourceStory } from './market-story.ts';

/** A table of what happens to sources, and a line that says the same in short. */
export interface LiveTable {
  readonly rows: readonly string[];
  readonly brief: string;
}

const NOTHING = '–';

/** A day and a time, in UTC. */
export const momentOf = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const count = (value: number): string => value.toLocaleString('en');

const row = (cells: readonly [string, string, string, string, string]): string => {
  const [source, points, until, anomalies, latest] = cells;
  return [source.padEnd(20), points.padStart(16), until.padEnd(16), anomalies.padStart(9), latest].join('  ').trimEnd();
};

/** The head of the table. */
export const HEAD = row(['source', 'points read', 'until (UTC)', 'anomalies', 'latest, with confidence']);

/** A source in a row. */
export const rowOf = ({ source, points, total, until, anomalies }: SourceStory): string => {
  const last = anomalies.at(-1);
  return row([
    source,
    `${count(points)} of ${count(total)}`,
    until === undefined ? NOTHING : momentOf(until),
    String(anomalies.length),
    last === undefined ? NOTHING : `${momentOf(last.at)}  ${(100 * last.confidence).toFixed(1)} %`,
  ]);
};

/** Which reports there are, the latest last. */
const reportsIn = ({ requested, reports }: MarketStory): string => {
  const latest = reports.at(-1);
  return `${requested} clusters move together, ${reports.length} reports${latest ? `; the latest: ${latest.title}` : ''}`;
};

/** The table of what happened so far. */
export const liveTable = (story: MarketStory): LiveTable => {
  const sum = (of: (source: SourceStory) => number): number =>
    story.sources.reduce((all, source) => all + of(source), 0);
  const points = `${count(sum((source) => source.points))} of ${count(sum((source) => source.total))} points`;
  const anomalies = `${sum((source) => source.anomalies.length)} anomalies`;
  return {
    rows: [HEAD, ...story.sources.map(rowOf), reportsIn(story)],
    brief: `${points}, ${anomalies}, ${reportsIn(story)}`,
  };
};
