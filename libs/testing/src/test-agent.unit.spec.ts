import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { defineAgent, TerminalError, when } from '@troupe/agent-sdk';
import { BudgetExhausted, ItemsReserved, OrderFlagged, OrderVerified } from '@troupe/contracts';
import { deliver } from './delivered-event.ts';
import { testAgent } from './test-agent.ts';

const low = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });
const high = OrderVerified({
  score: 0.9,
  reasons: [{ rule: 'amount', weight: 0.8, reason: 'far above' }],
  decidedBy: 'rules@1',
});
const flagged = OrderFlagged({ score: 0.9, reasons: [], decidedBy: 'rules@1' });
const reserved = (quantity: number) => ItemsReserved({ lines: [{ sku: '85123A', quantity }] });

const both = defineAgent({
  name: 'both',
  publishes: [OrderVerified, OrderFlagged],
  pure: true,
  on: [when(ItemsReserved, () => [low, flagged])],
});
const judge = defineAgent({
  name: 'judge',
  publishes: [OrderVerified],
  pure: true,
  on: [
    when(ItemsReserved, ({ data }) => {
      if (data.lines.length === 0) throw new TerminalError('nothing to judge');
      if (data.lines.some(({ quantity }) => quantity > 10)) throw new Error('too many');
      return data.lines.some(({ quantity }) => quantity > 5) ? high : undefined;
    }),
  ],
});

describe('testAgent', () => {
  it('compares what an agent publishes, in order', async () => {
    await testAgent(both).when(reserved(1)).thenPublishes(low, flagged);
    await testAgent(judge).when(reserved(6)).thenPublishes(high);
    await testAgent(judge).when(reserved(1)).thenPublishesNothing();
  });

  it('sees what is given up, at once or after all attempts', async () => {
    await testAgent(judge)
      .when(ItemsReserved({ lines: [] }))
      .thenDeadLetters('TERMINAL');
    await testAgent(judge).when(reserved(11)).thenDeadLetters('HANDLER_FAILED');
  });

  it('shows what an event without hops leads to', () =>
    testAgent(both)
      .when(deliver(reserved(1), { hops: 0, lamport: 64 }))
      .thenPublishes(BudgetExhausted({ resource: 'hops', limit: null, spent: 64, agent: 'both' })));

  it.each([
    ['a wrong payload', () => testAgent(judge).when(reserved(6)).thenPublishes(low)],
    ['a payload that differs deep inside', () => testAgent(judge).when(reserved(6)).thenPublishes({ ...high, data: { ...high.data, reasons: [{ rule: 'amount', weight: 0.8, reason: 'above' }] } })],
    ['an extra event', () => testAgent(both).when(reserved(1)).thenPublishes(low)],
    ['a missing event', () => testAgent(judge).when(reserved(6)).thenPublishes(high, high)],
    ['a wrong order', () => testAgent(both).when(reserved(1)).thenPublishes(flagged, low)],
    ['an event where none is expected', () => testAgent(judge).when(reserved(6)).thenPublishesNothing()],
    ['nothing where an event is expected', () => testAgent(judge).when(reserved(1)).thenPublishes(high)],
    ['another reason for a dead letter', () => testAgent(judge).when(reserved(11)).thenDeadLetters('TERMINAL')],
    ['a dead letter where an event is expected', () => testAgent(judge).when(reserved(11)).thenPublishes(high)],
  ])('fails on %s', async (_, test) => {
    await expect(test()).rejects.toMatchObject({ code: 'ERR_ASSERTION' });
  }); // prettier-ignore

  it('shows the difference', async () => {
    const failing = testAgent(judge).when(reserved(6)).thenPublishes(low);
    const shown = await failing.catch((error: unknown) => stripVTControlCharacters(String(error)));
    expect(shown).toMatch(/\+ +score: 0\.9\n- +reasons: \[\],\n- +score: 0\.1/);
  });

  it('fails a pure agent that concludes something else the second time', async () => {
    let times = 0;
    const fickle = defineAgent({
      name: 'fickle',
      publishes: [OrderVerified],
      pure: true,
      on: [when(ItemsReserved, () => ((times += 1) % 2 === 0 ? low : high))],
    });
    await expect(testAgent(fickle).when(reserved(1)).thenPublishes(high)).rejects.toThrow(/says it is pure/);
  });

  it('refuses to expect what does not fit its schema', async () => {
    const misfit = { ...low, data: { score: 'high' } };
    await expect(testAgent(judge).when(reserved(6)).thenPublishes(misfit)).rejects.toMatchObject({
      code: 'EVENT_INVALID',
    });
  });
});
