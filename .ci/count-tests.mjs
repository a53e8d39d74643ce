// count-tests.mjs <number of failed stages> <report folder>…: adds up jest's own reports, one `<tier>.json` per tier, and
// prints `N passed, N failed`. A suite that could not run at all is one failure. When stages failed and no test did, the
// stages are what is counted: the line never says that nothing failed when something did.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that is not there belongs to a run that did not begin. */
const reportsIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    : [];

const [failedStages, ...folders] = process.argv.slice(2);
const reports = folders.flatMap(reportsIn);
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests + report.numRuntimeErrorTestSuites);
process.stdout.write(`${passed} passed, ${failed || Number(failedStages)} failed\n`);
