import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { OrderFlagged, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { deliver, testAgent } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { fraudAgent } from './fraud.agent.ts';
import { openHistory, type TestHistory } from './history.fixture.ts';
import { NOON, order } from './orders.fixture.ts';

let history: TestHistory;

beforeAll(async () => {
  history = await openHistory('fraud-agent');
});
afterAll(() => history.close());

const agent = () => testAgent(fraudAgent(), { database: history.database });
const decidedBy = 'offline-rules@1';

describe('transaction.created', () => {
  it('is verified when nothing speaks against it', () =>
    agent()
      .when(TransactionCreated(order({ customerId: 'plain' })))
      .thenPublishes(OrderVerified({ score: 0, reasons: [], decidedBy })));

  it('is flagged by the history of the customer, in whatever conversations that was made', () => {
    const customerId = 'bold';
    const lines = [{ sku: 'A', description: '', quantity: 1_000, unitPriceMinor: 250 }];
    const bold = order({ customerId, lines, totalMinor: 250_000, country: 'FR' });
    const reasons = [
      {
        rule: 'new-country',
        weight: 0.5,
        reason: 'ships to a country that the customer has not ordered to: FR instead of GB',
      },
      {
        rule: 'amount-above-usual',
        weight: 0.4,
        reason: 'the amount is far above what is usual for the customer: 2500.00 GBP against 25.00 GBP',
      },
      { rule: 'unusual-quantity', weight: 0.4, reason: 'more of one product than is usual: 1000 pieces on one line' },
    ];
    return agent()
      .given(
        deliver(TransactionCreated(order({ customerId, placedAt: NOON - 86_400_000 })), { conversationId: 'before' }),
      )
      .when(TransactionCreated(bold))
      .thenPublishes(OrderFlagged({ score: 0.82, reasons, decidedBy }));
  });

  it('is answered once when it comes twice, and once per conversation', () => {
    const conversationId = randomUUID();
    const event = deliver(TransactionCreated(order({ customerId: 'twice' })), { conversationId });
    const other = deliver(TransactionCreated(order({ customerId: 'twice', totalMinor: 1 })), { conversationId });
    return agent()
      .when(event, event, other)
      .thenPublishes(OrderVerified({ score: 0, reasons: [], decidedBy }));
  });
});
