import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { modelSettings, openModel, openPrompts } from '@troupe/models';
import { judgeFrom } from './judging/judge-from.ts';
import { migrations } from './migrations.ts';
import { readModelFile } from './model-file.ts';
import { triageAgent } from './triage.agent.ts';

const config = loadServiceConfig(process.env, { name: 'triage-agent', settings: modelSettings });
const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
const model = openModel(config.settings.model);
const taught = await readModelFile(process.env['TRIAGE_MODEL']);

await runAgent(triageAgent({ judge: judgeFrom({ taught, model, prompts }) }), { config, migrations });
