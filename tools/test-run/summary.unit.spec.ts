import { describe, expect, it } from '@jest/globals';
import { renderSummary, totalsOf, type JestReport } from './summary.ts';

const report = (passed: number, failed = 0, broken = 0): JestReport => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numRuntimeErrorTestSuites: broken,
});

describe('the closing summary', () => {
  it('adds up the tiers and ends with the line that programs read', () => {
    const results = [
      { tier: 'unit', seconds: 12.4, report: report(100) },
      { tier: 'integration', seconds: 80, report: report(40, 2) },
    ];
    expect(renderSummary(results)).toMatch(/unit\s+100 passed, 0 failed\s+12 s/);
    expect(renderSummary(results).trimEnd()).toMatch(/\n140 passed, 2 failed$/);
  });

  it('counts a suite that could not run and a tier that ended without a report as failures', () => {
    expect(totalsOf([{ tier: 'unit', seconds: 1, report: report(3, 0, 1) }]).failed).toBe(1);
    expect(totalsOf([{ tier: 'e2e', seconds: 1, report: undefined }]).failed).toBe(1);
  });
});
