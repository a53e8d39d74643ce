import { parseArgs } from 'node:util';
import { readLabelledSeries } from './labelled-series.ts';
import { leaveOneOut, vary, watchAll } from './measure.ts';
import { renderLeftOut, renderScores, renderVariations } from './report.ts';

/**
 * `npm run anomalies -- <folder> [--vary]`: scores how anomalies are found in the series of a folder, by the rule of the Numenta Anomaly
 * Benchmark. The folder holds one .csv per series and one .json with the labelled windows; with --vary also every option 30 % down and up.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { vary: { type: 'boolean', default: false } },
});
const series = await readLabelledSeries(positionals[0] ?? 'examples/signals');
const scored = watchAll(series);
const parts = [renderScores(scored), ...(scored.length > 1 ? [renderLeftOut(leaveOneOut(scored))] : [])];
if (values.vary) parts.push(renderVariations(vary(series)));
process.stdout.write(`${parts.join('\n\n')}\n`);
