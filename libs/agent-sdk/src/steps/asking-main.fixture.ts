import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { loadServiceConfig } from '../config.ts';
import { defineAgent } from '../define-agent.ts';
import { runAgent } from '../run-agent.ts';
import { when } from '../when.ts';

// The main.ts of an agent that asks a server of the spec, in a process that can be killed.
const { MODEL_URL = '', HOLD_CUSTOMER } = process.env;

const agent = defineAgent({
  name: 'asking-agent',
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated)
      .prepare(({ data }, { record }) =>
        record('answer', async ({ idempotencyKey, signal }) => {
          const headers = { 'idempotency-key': idempotencyKey };
          const response = await fetch(`${MODEL_URL}/${data.customerId}`, { method: 'POST', headers, signal });
          return await response.text();
        }),
      )
      .then(async ({ data }, answer) => {
        // Until it is killed.
        if (data.customerId === HOLD_CUSTOMER) await new Promise(() => undefined);
        return OrderVerified({ score: 0, reasons: [], decidedBy: answer });
      }),
  ],
});

await runAgent(agent, { config: loadServiceConfig(process.env, { name: agent.name }) });
