import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { fraudAgent } from './fraud.agent.ts';
import { migrations } from './migrations.ts';

const agent = fraudAgent();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }), migrations });
