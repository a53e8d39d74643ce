import { connectMemory, loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { featureMemory } from './feature-memory.ts';
import { migrations } from './migrations.ts';
import { pmAgent } from './pm.agent.ts';
import { modelWriter } from './prose/model-writer.ts';
import type { ProseOptions } from './prose/write-for.ts';
import type { PmTables } from './tables.ts';

const NAME = 'pm-agent';
/** Only what is told in prose is read before it is decided. */
const CONNECTIONS = 2;

const config = loadServiceConfig(process.env, { name: NAME, settings: modelSettings });
const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
const model = openModel(config.settings.model);

const prose: ProseOptions | undefined = model && {
  writer: modelWriter({ model, prompts }),
  memory: featureMemory(connectMemory<PmTables>(config, { connections: CONNECTIONS })),
};

await runAgent(pmAgent(prose && { prose }), { config, migrations });
