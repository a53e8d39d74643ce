import { join } from 'node:path';
import type { Troupe } from '../../start.ts';
import { ROOT, runDemo, type Demo, type Stage } from '../run-demo.ts';
import { followMarket } from './follow-market.ts';
import { HEAD, liveTable, rowOf } from './live-table.ts';
import { parseMarketOptions, USAGE, type MarketOptions } from './market-options.ts';
import { playedSources, writeFeeds, type PlayedSource } from './played-sources.ts';
import { renderWritten, writeReports } from './write-reports.ts';

const MARKET = 'main';

/** The run, for folders. */
const run = new Date()
  .toISOString()
  .replace(/[-:]|\..*/g, '')
  .toLowerCase();
const folder = join(ROOT, '.troupe/reports', run);

const showMarket =
  (sources: readonly PlayedSource[], { speed, withinMs }: MarketOptions) =>
  async ({ env }: Troupe, { progress, signal }: Stage): Promise<void> => {
    const points = sources.reduce((sum, source) => sum + source.points, 0);
    progress.step(
      `playing ${points} points of ${sources.length} sources again, ${speed} times faster than they happened`,
    );
    const story = await followMarket({
      url: env['DATABASE_URL'] ?? '',
      market: MARKET,
      sources,
      withinMs,
      signal,
      onProgress: (so) => {
        const { rows, brief } = liveTable(so);
        progress.live(rows.join('\n'), brief);
      },
    });
    progress.step('everything was told');
    const written = writeReports(story.reports, folder);
    process.stdout.write(`\n${[HEAD, ...story.sources.map(rowOf)].join('\n')}\n\n${renderWritten(written)}\n\n`);
  };

await runDemo((): Demo | undefined => {
  const options = parseMarketOptions(process.argv.slice(2), join(ROOT, 'examples/signals'));
  if (options.help) {
    process.stdout.write(USAGE);
    return undefined;
  }
  const sources = playedSources(options.signals);
  const feeds = writeFeeds(sources, { folder, market: MARKET, speed: options.speed });
  return { flow: 'market', env: { SIGNAL_FEEDS: feeds }, exit: options.exit, show: showMarket(sources, options) };
});
