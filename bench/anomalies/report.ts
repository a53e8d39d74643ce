import { DEFAULT_OPTIONS } from '@troupe/anomaly';
import type { LeftOut, Variation } from './measure.ts';
import { bestScore, scoreAt, type Score, type ScoredSeries } from './nab-rule.ts';

const row = (name: string, { normalised, threshold, found, windows, falseAlarms }: Score): string =>
  `| ${name} | ${normalised.toFixed(1)} | ${threshold.toFixed(2)} | ${found} of ${windows} | ${falseAlarms} |`;

const table = (title: string, rows: readonly string[]): string =>
  [`| ${title} | score | threshold | windows found | false alarms |`, '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );

/** The scores in Markdown: each series and all of them at the best one threshold, and all at the threshold that agents tell from. */
export const renderScores = (scored: readonly ScoredSeries[]): string => {
  const best = bestScore(scored);
  return table('series', [
    ...scored.map((each) => row(each.name, scoreAt([each], best.threshold))),
    row('all, best threshold', best),
    row('all, as agents tell it', scoreAt(scored, DEFAULT_OPTIONS.tellFrom)),
  ]);
};

/** Each series at the threshold that is best for the others. */
export const renderLeftOut = (leftOut: readonly LeftOut[]): string =>
  table(
    'left out',
    leftOut.map(({ name, score }) => row(name, score)),
  );

/** All series, with one option changed. */
export const renderVariations = (variations: readonly Variation[]): string =>
  table(
    'option',
    variations.map(({ option, value, score }) => row(`\`${option}\` ${Number(value.toFixed(4))}`, score)),
  );
