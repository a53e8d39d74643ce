import { describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { agentTopics } from './agent-topics.ts';
import { defineAgent } from './define-agent.ts';
import { when } from './when.ts';

describe('agentTopics', () => {
  it('names each topic once, and keeps dead letters until somebody has dealt with them', () => {
    const echo = defineAgent({
      name: 'echo-agent',
      publishes: [OrderVerified, TransactionCreated],
      on: [when(TransactionCreated, () => undefined)],
    });
    expect(agentTopics(echo)).toEqual([
      { topic: 'transaction.created' },
      { topic: 'order.verified' },
      { topic: 'budget.exhausted' },
      { topic: 'event.held' },
      { topic: 'echo-agent.dead', retentionMs: -1, largestRecord: 2_097_152 },
    ]);
  });
});
