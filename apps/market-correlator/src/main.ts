import { loadServiceConfig, runAgent } from '@troupe/agent-sdk';
import { marketCorrelator } from './correlator.agent.ts';
import { migrations } from './migrations.ts';

const agent = marketCorrelator();

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }), migrations });
