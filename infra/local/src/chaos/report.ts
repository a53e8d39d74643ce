import type { ChaosFault } from './chaos-plan.ts';
import { nameOf } from './inject.ts';
import type { ChaosReport } from './run-chaos.ts';
import type { ChaosEvent } from './streams.ts';

const HEADINGS = ['fault', 'done', 'counted', 'recovery p50', 'recovery p95', 'longest'];

const kindOf = ({ fault }: ChaosEvent): string => {
  if (fault.kind === 'crash') return `${fault.target} crashes`;
  return fault.kind === 'failpoint' ? `kill ${fault.boundary}` : fault.kind;
};

/** By nearest rank. */
const quantile = (sorted: readonly number[], part: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1_000).toFixed(1)} s`);

const countedOf = (events: readonly ChaosEvent[]): number => events.filter(({ counts }) => counts).length;

const rowOf = (name: string, events: readonly ChaosEvent[]): readonly string[] => {
  const recoveries = events.flatMap(({ recoveredMs }) => recoveredMs ?? []).toSorted((one, other) => one - other);
  const figures = [0.5, 0.95, 1].map((part) => seconds(quantile(recoveries, part)));
  return [name, String(events.length), String(countedOf(events)), ...figures];
};

const rowsBy = (events: readonly ChaosEvent[], nameBy: (event: ChaosEvent) => string): readonly (readonly string[])[] =>
  [...Map.groupBy(events, nameBy)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, own]) => rowOf(name, own));

const render = (rows: readonly (readonly string[])[]): string => {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
};

const targetOf = ({ target }: ChaosFault): string => target;

/** What befell each target, in this order: the same seed does it again. */
const sequences = (events: readonly ChaosEvent[]): readonly string[] =>
  [...Map.groupBy(events, ({ fault }) => targetOf(fault))]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([target, own]) => `${target}: ${own.map(({ fault }) => nameOf(fault)).join(', ')}`);

/** The checks that have found something, the most frequent first. */
export const redChecks = ({ violations }: Pick<ChaosReport, 'violations'>): readonly string[] =>
  [...Map.groupBy(violations, ({ check }) => check)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([check, own]) => `${check} (${own.length})`);

/** A report as text for people: a table of what was done and how soon it was over, and what is not as it must be. */
export const renderReport = (report: ChaosReport): string => {
  const { seed, events, falls, orders, seconds: took, settledMs, violations } = report;
  const rate = took === 0 ? 0 : countedOf(events) / took;
  const rows = [HEADINGS, ...rowsBy(events, kindOf), rowOf('all', events)];
  return [
    `what was done by seed ${seed}:`,
    ...sequences(events),
    '',
    render(rows),
    '',
    render([HEADINGS.with(0, 'target'), ...rowsBy(events, ({ fault }) => fault.target)]),
    '',
    `${orders} orders, faults for ${took.toFixed(0)} s, ${rate.toFixed(2)} counted a second, ` +
      `every order resolved ${seconds(settledMs)} after the last`,
    `services that ended by themselves: ${falls.length === 0 ? 'none' : falls.join(', ')}`,
    `${violations.length} violations${violations.length === 0 ? '' : `: ${redChecks(report).join(', ')}`}`,
    ...violations.map(({ check, what }) => `  [${check}] ${what}`),
  ].join('\n');
};
