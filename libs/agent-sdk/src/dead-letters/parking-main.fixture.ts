import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { sql } from 'kysely';
import { loadServiceConfig } from '../config.ts';
import { defineAgent } from '../define-agent.ts';
import { runAgent } from '../run-agent.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';

// The main.ts of an agent that fails for one customer and dies over another, and notes whom it has handled.
const { FAIL_CUSTOMER, DIE_CUSTOMER } = process.env;

const agent = defineAgent({
  name: 'parking-agent',
  publishes: [OrderVerified],
  on: [
    when(TransactionCreated, async ({ data: { customerId } }, { tx }) => {
      await sql`insert into handled (customer) values (${customerId})`.execute(tx);
      if (customerId === FAIL_CUSTOMER) throw new TerminalError(`${customerId} is poison`);
      if (customerId === DIE_CUSTOMER) process.kill(process.pid, 'SIGKILL');
      return OrderVerified({ score: 0, reasons: [], decidedBy: customerId });
    }),
  ],
});

await runAgent(agent, {
  config: loadServiceConfig(process.env, { name: agent.name }),
  migrations: {
    '0001-handled': { up: async (db) => void (await sql`create table handled (customer text not null)`.execute(db)) },
  },
});
