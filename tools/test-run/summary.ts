/** The part of jest's JSON report that the summary is made of. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** One tier as it went. */
export interface TierResult {
  readonly tier: string;
  readonly seconds: number;
  /** Absent when jest ended without writing a report. */
  readonly report: JestReport | undefined;
}

/** What all tiers came to. A suite that could not run at all counts as one failure, and so does a tier without a report. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Adds up the tiers. */
export const totalsOf = (results: readonly TierResult[]): Totals =>
  results.map(countsOf).reduce(
    (sum, counts) => ({
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

const countsOf = ({ report }: TierResult): Totals =>
  report === undefined
    ? { passed: 0, failed: 1, skipped: 0 }
    : {
        passed: report.numPassedTests,
        failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
        skipped: report.numPendingTests,
      };

/** The closing summary: a line per tier, and the line that programs read. */
export const renderSummary = (results: readonly TierResult[]): string => {
  const lines = results.map((result) => {
    const { passed, failed, skipped } = countsOf(result);
    const skips = skipped > 0 ? `, ${skipped} skipped` : '';
    const counts = result.report === undefined ? 'did not finish' : `${passed} passed, ${failed} failed${skips}`;
    return `  ${result.tier.padEnd(12)} ${counts.padEnd(32)} ${result.seconds.toFixed(0)} s`;
  });
  const { passed, failed } = totalsOf(results);
  return `\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed\n`;
};
