import type { ChaosEvent, ChaosReport } from './run-chaos.ts';

const HEADINGS = ['fault', 'done', 'counted', 'recovery p50', 'recovery p95', 'longest'];

const kindOf = ({ fault }: ChaosEvent): string => (fault.kind === 'server' ? `${fault.target} crashes` : fault.kind);

/** By nearest rank. */
const quantile = (sorted: readonly number[], part: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1_000).toFixed(1)} s`);

const rowOf = (kind: string, events: readonly ChaosEvent[]): readonly string[] => {
  const recoveries = events.flatMap(({ recoveredMs }) => recoveredMs ?? []).toSorted((one, other) => one - other);
  const counted = events.filter(({ counts }) => counts).length;
  const figures = [0.5, 0.95, 1].map((part) => seconds(quantile(recoveries, part)));
  return [kind, String(events.length), String(counted), ...figures];
};

const render = (rows: readonly (readonly string[])[]): string => {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
};

/** A report as a table for people, one row for each kind of fault. */
export const renderReport = ({ events, orders, seconds: took, settledMs, violations }: ChaosReport): string => {
  const kinds = [...Map.groupBy(events, kindOf)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rows = [HEADINGS, ...kinds.map(([kind, own]) => rowOf(kind, own)), rowOf('all', events)];
  return [
    render(rows),
    '',
    `${orders} orders, faults for ${took.toFixed(0)} s, every order resolved ${seconds(settledMs)} after the last fault`,
    `${violations.length} violations`,
    ...violations.map((violation) => `  ${violation}`),
  ].join('\n');
};
