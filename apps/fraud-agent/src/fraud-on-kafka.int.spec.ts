import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionCreated } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import { eventually, openAgentPlace, type AgentPlace, type EventLog } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { fraudAgent } from './fraud.agent.ts';
import { migrations } from './migrations.ts';
import { NOON, order } from './orders.fixture.ts';
import type { FraudTables } from './tables.ts';

let opened: AgentPlace;
let log: EventLog;

beforeAll(async () => {
  opened = await openAgentPlace(fraudAgent(), { migrations });
  ({ log } = opened);
}, 60_000);

afterAll(async () => {
  await opened.close();
}, 60_000);

const ask = async (changes: Parameters<typeof order>[0], conversationId: string = randomUUID()) => {
  const answers = log.concluded(conversationId).length;
  const { envelope } = await log.publish(TransactionCreated(order(changes)), { conversationId });
  await eventually(() => expect(log.concluded(conversationId)).toHaveLength(answers + 1));
  return { causationId: envelope.id, answer: log.concluded(conversationId).at(-1) };
};

describe('transaction.created', () => {
  it('is answered with order.verified when nothing speaks against it', async () => {
    const { answer, causationId } = await ask({});
    expect(answer).toMatchObject({
      type: 'order.verified',
      data: { score: 0, reasons: [], decidedBy: 'offline-rules@1' },
      envelope: { source: 'fraud-agent', causationId },
    });
  });

  it('is answered with order.flagged and its reasons, judged by the history of the customer', async () => {
    const customerId = randomUUID();
    await ask({ customerId, placedAt: NOON - 86_400_000 });
    const lines = [{ sku: 'A', description: '', quantity: 1_000, unitPriceMinor: 250 }];
    const { answer } = await ask({ customerId, lines, totalMinor: 250_000, country: 'FR' });
    expect(answer).toMatchObject({
      type: 'order.flagged',
      data: {
        score: 0.82,
        reasons: [{ rule: 'new-country' }, { rule: 'amount-above-usual' }, { rule: 'unusual-quantity' }],
      },
    });
  });

  it('is judged by the rules as they are now', async () => {
    const guest = () => ask({ customerId: `guest-${randomUUID()}`, totalMinor: 2 });
    expect((await guest()).answer?.type).toBe('order.flagged');
    const database = connectDatabase<FraudTables>({
      url: opened.place.databaseUrl,
      schema: 'fraud_agent',
      applicationName: 'spec',
    });
    await database.db.updateTable('risk_rules').set({ enabled: false }).where('rule', '=', 'total-mismatch').execute();
    await database.close();
    expect((await guest()).answer?.type).toBe('order.verified');
  });
});
