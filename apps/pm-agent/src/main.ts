import { agentSchema, loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { connectDatabase } from '@troupe/database';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { featureMemory } from './feature-memory.ts';
import { migrations } from './migrations.ts';
import { pmAgent } from './pm.agent.ts';
import { modelWriter } from './prose/model-writer.ts';
import type { ProseOptions } from './prose/write-for.ts';
import type { PmTables } from './tables.ts';

const NAME = 'pm-agent';
/** For reading before decisions; these are short. */
const CONNECTIONS = 2;

const config = loadServiceConfig(process.env, { name: NAME, settings: modelSettings });
const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
const model = openModel(config.settings.model);

const memory = () =>
  featureMemory(
    connectDatabase<PmTables>({
      // There: it is required of every service that does not say otherwise.
      url: config.databaseUrl ?? '',
      schema: agentSchema(NAME),
      applicationName: NAME,
      maxConnections: CONNECTIONS,
    }),
  );
const prose: ProseOptions | undefined = model && { writer: modelWriter({ model, prompts }), memory: memory() };

await runAgent(pmAgent(prose && { prose }), { config, migrations });
