import { join, resolve } from 'node:path';
import { probeSandbox, sandboxOptions, sandboxSettings } from '@troupe/sandbox';
import { createWorkspaces } from '@troupe/workspace';
import { stackError } from '../../stack-error.ts';
import type { Troupe } from '../../start.ts';
import { gatewayClient } from '../gateway-client.ts';
import { ROOT, runDemo, type Demo, type Stage } from '../run-demo.ts';
import { runDeliveryDemo } from './delivery-demo.ts';
import { parseDeliveryOptions, USAGE, type DeliveryOptions } from './delivery-options.ts';
import { renderDeliveryReport } from './delivery-report.ts';
import type { FeatureStory } from './feature-story.ts';
import { readFeatures, type ExampleFeature } from './features-folder.ts';
import { liveTable } from './live-table.ts';
import { measureEscapes, type Measured } from './measure-escapes.ts';

const DEFAULT_ROWS = 24;

/** The run, for keys and folders. */
const run = new Date()
  .toISOString()
  .replace(/[-:]|\..*/g, '')
  .toLowerCase();
const folder = join(resolve(ROOT, process.env['WORKSPACES_DIR'] ?? '.troupe/workspaces'), run);

const featuresOf = ({ features, only }: DeliveryOptions): readonly ExampleFeature[] => {
  const all = readFeatures(features);
  const unknown = only.filter((name) => !all.some((feature) => feature.name === name));
  if (unknown.length > 0)
    throw stackError(`There is no feature ${unknown.join(', ')} in ${features}`, 'see its folders');
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
};

const measured = async (
  stories: readonly FeatureStory[],
  { progress }: Stage,
): Promise<readonly Measured[] | undefined> => {
  progress.step('measuring what was delivered with examples that no agent was shown');
  const probe = await probeSandbox(sandboxOptions(sandboxSettings.parse(process.env)));
  try {
    if (probe.missing.length > 0) return undefined;
    return await measureEscapes(stories, { workspaces: createWorkspaces({ folder }), probe });
  } finally {
    await probe.close();
  }
};

const showFeatures =
  (options: DeliveryOptions) =>
  async ({ gatewayUrl }: Troupe, stage: Stage): Promise<void> => {
    const { progress, signal } = stage;
    const features = featuresOf(options);
    progress.step(`asking for ${features.length} features at once at ${gatewayUrl}`);
    const seen = new Map<string, FeatureStory>();
    const show = (story: FeatureStory): void => {
      seen.set(story.feature.name, story);
      const room = (process.stdout.isTTY ? process.stdout.rows : DEFAULT_ROWS) - 1;
      const { rows, brief } = liveTable([...seen.values()], { total: features.length, room, nowMs: Date.now() });
      progress.live(rows.join('\n'), brief);
    };
    const gateway = gatewayClient(gatewayUrl);
    const stories = await runDeliveryDemo({
      gateway,
      features,
      run,
      withinMs: options.withinMs,
      signal,
      onProgress: show,
    });
    progress.step('nothing more comes of any of them');
    const escapes = await measured(stories, stage);
    process.stdout.write(`\n${renderDeliveryReport({ stories, measured: escapes, folder })}\n\n`);
  };

await runDemo((): Demo | undefined => {
  const options = parseDeliveryOptions(process.argv.slice(2), join(ROOT, 'examples/features'));
  if (!options.help)
    return { flow: 'delivery', env: { WORKSPACES_DIR: folder }, exit: options.exit, show: showFeatures(options) };
  process.stdout.write(USAGE);
  return undefined;
});
