import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { createKnowledgeBase, readKnowledge } from '@troupe/knowledge';
import { openModel, openPrompts } from '@troupe/models';
import { modelWriter } from './drafting/model-writer.ts';
import { quotingWriter } from './drafting/quoting-writer.ts';
import { supportSettings } from './settings.ts';
import { supportAgent } from './support.agent.ts';

const config = loadServiceConfig(process.env, { name: 'support-agent', settings: supportSettings });
const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
const model = openModel(config.settings.model);
const writer = model === undefined ? quotingWriter : modelWriter({ model, prompts, otherwise: quotingWriter });
const knowledge = createKnowledgeBase(await readKnowledge(config.settings.KNOWLEDGE_DIR));

await runAgent(supportAgent({ knowledge, writer }), { config });
