import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { loadServiceConfig } from './config.ts';
import { defineAgent } from './define-agent.ts';
import { runAgent } from './run-agent.ts';
import { when } from './when.ts';

// An agent that concludes otherwise in every process: where two of them decide about one event, it shows.
const agent = defineAgent({
  name: 'zombie-agent',
  publishes: [OrderVerified],
  on: [when(TransactionCreated, () => OrderVerified({ score: 0, reasons: [], decidedBy: String(process.pid) }))],
});

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }) });
