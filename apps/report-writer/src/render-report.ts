import { amount, correlation, moment, percent, span, times } from './figures.ts';
import { escaped, table } from './markdown.ts';
import type { ReportFacts, Written } from './writing/writer.ts';

const MINUTES_OF = 60_000;

const happened = ({ data, cites }: ReportFacts): string =>
  table(
    ['when (UTC)', 'source', 'mean', 'usual', 'times the usual', 'confidence', 'event'],
    data.anomalies.map(({ at, source, mean, expected, confidence, event }) => [
      moment(at),
      escaped(source),
      amount(mean),
      amount(expected),
      times({ mean, expected }),
      percent(confidence),
      `[${cites.numberOf(event)}]`,
    ]),
  );

const together = ({ data, cites }: ReportFacts): string =>
  table(
    ['source', 'followed by', 'after', 'correlation', 'by chance', 'event'],
    data.pairs.map(({ first, second, lagMs, ...pair }) => [
      escaped(first),
      escaped(second),
      lagMs === 0 ? 'at once' : span(lagMs),
      correlation(pair),
      percent(pair.chance),
      `[${cites.ofPairs}]`,
    ]),
  );

const events = ({ data, cites }: ReportFacts): string =>
  cites.events
    .map((event, index) => {
      const anomaly = data.anomalies.find((each) => each.event === event);
      const what = anomaly ? `anomaly.detected of ${escaped(anomaly.source)}` : 'report.requested';
      return `${index + 1}. \`${event}\`, ${what}`;
    })
    .join('\n');

/** The report in Markdown: what introduces it as it was written, and the figures as they were computed. */
export const renderReport = (facts: ReportFacts, { title, introduction, decidedBy }: Written): string => {
  const minutes = facts.data.bucketMs / MINUTES_OF;
  return `${[
    `# ${escaped(title)}`,
    introduction,
    '![How far each source lay from what is usual](chart.svg)',
    `## What happened\n\n${happened(facts)}`,
    `## What moves together\n\n${together(facts)}`,
    `Found in ${minutes} minutes at a time, over the four days until then. That two sources move together does not say that one moves the other.`,
    `## Events\n\n${events(facts)}`,
    `Written by ${escaped(decidedBy)}.`,
  ].join('\n\n')}\n`;
};
