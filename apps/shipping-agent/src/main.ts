import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { shippingAgent } from './shipping.agent.ts';
import { migrations } from './migrations.ts';

const agent = shippingAgent();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }), migrations });
