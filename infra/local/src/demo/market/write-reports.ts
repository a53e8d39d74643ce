import type { ReportPublishedData } from '@troupe/contracts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A report, and where it was put. */
export interface WrittenReport {
  readonly report: ReportPublishedData;
  /** A folder with report.md and chart.svg. */
  readonly folder: string;
}

/** Puts every report into a folder of its own, named by its day. */
export const writeReports = (reports: readonly ReportPublishedData[], folder: string): readonly WrittenReport[] =>
  reports.map((report, index) => {
    const own = join(folder, `${index + 1}-${new Date(report.from).toISOString().slice(0, 10)}`);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'report.md'), report.markdown);
    writeFileSync(join(own, 'chart.svg'), report.chart);
    return { report, folder: own };
  });

/** The report that is shown: the one that cites most. */
export const mostTelling = (written: readonly WrittenReport[]): WrittenReport | undefined =>
  written.toSorted((one, other) => other.report.cites.length - one.report.cites.length)[0];

/** What is told at the end: one report as it is, and where all of them are. */
export const renderWritten = (written: readonly WrittenReport[]): string => {
  const shown = mostTelling(written);
  if (shown === undefined) return 'Nothing was found to move together: there is no report.';
  return [
    shown.report.markdown.trimEnd(),
    `The chart: ${join(shown.folder, 'chart.svg')}`,
    ['All reports', ...written.map(({ report, folder }) => `  ${report.title.padEnd(50)} ${folder}`)].join('\n'),
  ].join('\n\n');
};
