import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { marketAnalyst } from './analyst.agent.ts';
import { migrations } from './migrations.ts';

const agent = marketAnalyst();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }), migrations });
