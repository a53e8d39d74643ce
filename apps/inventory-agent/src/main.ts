import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { inventoryAgent } from './inventory.agent.ts';
import { migrations } from './migrations.ts';

const agent = inventoryAgent();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }), migrations });
