import { connectMemory, loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { openModel, openPrompts } from '@troupe/models';
import { probeSandbox, sandboxOptions } from '@troupe/sandbox';
import { createWorkspaces } from '@troupe/workspace';
import { modelAuthor } from './authors/model/model-author.ts';
import { synthesisAuthor } from './authors/synthesis-author.ts';
import { developerAgent } from './developer.agent.ts';
import { memoryOf } from './memory.ts';
import { migrations } from './migrations.ts';
import { sandboxTester } from './own-tests/sandbox-tester.ts';
import { developerSettings } from './settings.ts';
import type { DeveloperTables } from './tables.ts';

const NAME = 'developer-agent';

const config = loadServiceConfig(process.env, { name: NAME, settings: developerSettings });
const workspaces = createWorkspaces({ folder: config.settings.WORKSPACES_DIR });
await workspaces.version();
const tester = sandboxTester(await probeSandbox(sandboxOptions(config.settings)));

const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
const model = openModel(config.settings.model);
const author = model === undefined ? synthesisAuthor() : modelAuthor({ model, prompts, tester });

const agent = developerAgent({ workspaces, author, tester, memory: memoryOf(connectMemory<DeveloperTables>(config)) });

await runAgent(agent, { config, migrations });
