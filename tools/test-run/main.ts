import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderSummary, totalsOf, type JestReport, type TierResult } from './summary.ts';

/**
 * `npm test`: unit, integration and end-to-end specs in that order, each tier one jest run, then a closing summary.
 * Arguments are handed to jest (`npm test -- libs/saga`). TROUPE_TEST_REPORT_DIR keeps jest's reports as `<tier>.json`.
 */
// Clients of real servers may keep timers for seconds after they are closed: the run does not wait for them. Integration
// specs wait for others most of their time, so there are more of them at once than a small machine has cores; end-to-end
// specs start whole fleets, and then wait for servers that were killed.
const TIERS = [
  { tier: 'unit', args: ['--selectProjects', 'unit', '--maxWorkers', '2'] },
  { tier: 'integration', args: ['--selectProjects', 'int', '--maxWorkers', '3', '--forceExit'] },
  { tier: 'end-to-end', args: ['--selectProjects', 'e2e', '--maxWorkers', '2', '--forceExit'] },
];

const root = join(import.meta.dirname, '../..');

const runJest = (args: readonly string[]): Promise<void> => {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [...flags, jest, '--ci', '--passWithNoTests', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.once('exit', () => resolve()));
};

const readReport = (file: string): JestReport | undefined => {
  try {
    // Written by jest itself, a moment ago.
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
};

const runTier = async ({ tier, args }: (typeof TIERS)[number], reportDir: string): Promise<TierResult> => {
  const reportFile = join(reportDir, `${tier}.json`);
  rmSync(reportFile, { force: true });
  const startedMs = performance.now();
  process.stdout.write(`\n${tier} tests\n`);
  await runJest(['--json', '--outputFile', reportFile, ...args, ...process.argv.slice(2)]);
  return { tier, seconds: (performance.now() - startedMs) / 1000, report: readReport(reportFile) };
};

const keptDir = process.env['TROUPE_TEST_REPORT_DIR'];
const reportDir = keptDir ?? mkdtempSync(join(tmpdir(), 'troupe-test-'));
mkdirSync(reportDir, { recursive: true });
const results: TierResult[] = [];
for (const tier of TIERS) results.push(await runTier(tier, reportDir));
if (keptDir === undefined) rmSync(reportDir, { recursive: true });
process.stdout.write(renderSummary(results));
process.exitCode = totalsOf(results).failed === 0 ? 0 : 1;
