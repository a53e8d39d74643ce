import { join } from 'node:path';
import { callInSandbox, probeSandbox, sandboxOptions, sandboxSettings } from '@troupe/sandbox';
import { createWorkspaces, workspacesFolder } from '@troupe/workspace';
import type { Troupe } from '../../start.ts';
import { gatewayClient } from '../gateway-client.ts';
import { ROOT, runDemo, type Demo, type Stage } from '../run-demo.ts';
import { runDeliveryDemo } from './delivery-demo.ts';
import { parseDeliveryOptions, USAGE, type DeliveryOptions } from './delivery-options.ts';
import { renderDeliveryReport } from './delivery-report.ts';
import type { FeatureStory } from './feature-story.ts';
import { chosenFeatures, type ExampleFeature } from './features-folder.ts';
import { liveTable } from './live-table.ts';
import { measureEscapes, type Measured } from './measure-escapes.ts';

const DEFAULT_ROWS = 24;

/** The run, for keys and folders. */
const run = new Date()
  .toISOString()
  .replace(/[-:]|\..*/g, '')
  .toLowerCase();
const folder = join(workspacesFolder.parse(process.env['WORKSPACES_DIR']), run);

const measured = async (
  stories: readonly FeatureStory[],
  { progress }: Stage,
): Promise<readonly Measured[] | undefined> => {
  progress.step('measuring what was delivered with examples that no agent was shown');
  const probe = await probeSandbox(sandboxOptions(sandboxSettings.parse(process.env)));
  try {
    if (probe.missing.length > 0) return undefined;
    return await measureEscapes(stories, {
      workspaces: createWorkspaces({ folder }),
      run: (code) => callInSandbox({ ...code, probe }),
    });
  } finally {
    await probe.close();
  }
};

const showFeatures =
  (features: readonly ExampleFeature[], { withinMs }: DeliveryOptions) =>
  async ({ gatewayUrl }: Troupe, stage: Stage): Promise<void> => {
    const { progress, signal } = stage;
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
      withinMs,
      signal,
      onProgress: show,
    });
    progress.step('nothing more comes of any of them');
    const escapes = await measured(stories, stage);
    process.stdout.write(`\n${renderDeliveryReport({ stories, measured: escapes, folder })}\n\n`);
  };

await runDemo((): Demo | undefined => {
  const options = parseDeliveryOptions(process.argv.slice(2), join(ROOT, 'examples/features'));
  if (options.help) {
    process.stdout.write(USAGE);
    return undefined;
  }
  const show = showFeatures(chosenFeatures(options), options);
  return { flow: 'delivery', env: { WORKSPACES_DIR: folder }, exit: options.exit, show };
});
