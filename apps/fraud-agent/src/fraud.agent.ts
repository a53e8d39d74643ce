import { defineAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import { OrderFlagged, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { assess } from './assess.ts';
import { pastOrders, remember } from './history-store.ts';
import { readPolicy } from './rules-store.ts';

/** Which engine answers; raise the version when the score is computed differently. */
const DECIDED_BY = 'offline-rules@1';

/** Judges every order by the customer's own history: `order.verified`, or `order.flagged` with its reasons. */
export const fraudAgent = (): AgentDefinition =>
  defineAgent({
    name: 'fraud-agent',
    publishes: [OrderVerified, OrderFlagged],
    on: [
      when(TransactionCreated, async ({ data: order, envelope }, { tx }) => {
        const { score, reasons, flagged } = assess(order, await pastOrders(tx, order), await readPolicy(tx));
        const isNew = await remember(tx, { conversationId: envelope.conversationId, order, flagged });
        if (!isNew) return undefined;
        const verdict = { score, reasons, decidedBy: DECIDED_BY };
        return flagged ? OrderFlagged(verdict) : OrderVerified(verdict);
      }),
    ],
  });
