import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { pmAgent } from './pm.agent.ts';
import { migrations } from './migrations.ts';

const agent = pmAgent();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }), migrations });
