import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { loadServiceConfig } from './config.ts';
import { defineAgent } from './define-agent.ts';
import { runAgent } from './run-agent.ts';
import { when } from './when.ts';

// The main.ts of an agent, for specs that run it as its own process.
const agent = defineAgent({
  name: 'echo-agent',
  publishes: [OrderVerified],
  on: [when(TransactionCreated, ({ data }) => OrderVerified({ score: 0, reasons: [], decidedBy: data.customerId }))],
});

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }) });
