import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, runAgent, type ServiceHandle } from '@troupe/agent-sdk';
import { TransactionCreated } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { fraudAgent } from './fraud.agent.ts';
import { migrations } from './migrations.ts';
import { NOON, order } from './orders.fixture.ts';
import type { FraudTables } from './tables.ts';

let place: IsolatedStack;
let log: EventLog;
let agent: ServiceHandle;

beforeAll(async () => {
  const { name, consumes, publishes } = fraudAgent();
  place = await isolated(name);
  log = await openEventLog(place, { deadLettersOf: [name], events: [...consumes, ...publishes] });
  agent = await runAgent(fraudAgent(), {
    config: loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent' }, { name }),
    migrations,
    standalone: false,
  });
}, 60_000);

afterAll(async () => {
  await agent.stop();
  await log.close();
  await place.drop();
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
      url: place.databaseUrl,
      schema: 'fraud_agent',
      applicationName: 'spec',
    });
    await database.db.updateTable('risk_rules').set({ enabled: false }).where('rule', '=', 'total-mismatch').execute();
    await database.close();
    expect((await guest()).answer?.type).toBe('order.verified');
  });
});
