import { connectMemory, loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { probeSandbox, sandboxOptions } from '@troupe/sandbox';
import { createWorkspaces } from '@troupe/workspace';
import { memoryOf } from './memory.ts';
import { migrations } from './migrations.ts';
import { qaAgent } from './qa.agent.ts';
import { qaSettings } from './settings.ts';
import type { QaTables } from './tables.ts';

const NAME = 'qa-agent';

const config = loadServiceConfig(process.env, { name: NAME, settings: qaSettings });
const workspaces = createWorkspaces({ folder: config.settings.WORKSPACES_DIR });
await workspaces.version();
const probe = await probeSandbox(sandboxOptions(config.settings));

await runAgent(qaAgent({ workspaces, probe, memory: memoryOf(connectMemory<QaTables>(config)) }), {
  config,
  migrations,
});
