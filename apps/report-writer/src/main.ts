import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { reportWriter } from './report-writer.agent.ts';
import { modelWriter } from './writing/model-writer.ts';

const config = loadServiceConfig(process.env, { name: 'report-writer', settings: modelSettings });
const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
const model = openModel(config.settings.model);

await runAgent(reportWriter(model && { writer: modelWriter({ model, prompts }) }), { config });
