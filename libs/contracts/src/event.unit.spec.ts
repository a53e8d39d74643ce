import { describe, expect, it } from '@jest/globals';
import {
  OrderCancelled,
  OrderRejected,
  OrderVerified,
  startConversation,
  toConversation,
  EVENT_TYPES,
} from './index.ts';

describe('a creator', () => {
  it('carries its topic, its schema and the data', () => {
    const draft = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'offline-rules@1' });
    expect(draft.type).toBe('order.verified');
    expect(draft.definition.schema.name).toBe('OrderVerified');
    expect(draft.data).toEqual({ score: 0.1, reasons: [], decidedBy: 'offline-rules@1' });
  });

  it('fills in the defaults of fields that were left out, anew each time', () => {
    const first = OrderRejected({ reasons: [] });
    const second = OrderRejected({ reasons: [] });
    expect(first.data.missing).toEqual([]);
    expect(first.data.missing).not.toBe(second.data.missing);
    expect(OrderCancelled({ requestedAt: 1, reason: 'changed my mind' }).data.reason).toBe('changed my mind');
  });

  it('does not compile with a field missing or unknown', () => {
    // @ts-expect-error score and reasons are missing
    OrderVerified({ decidedBy: 'x' });
    // @ts-expect-error there is no such field
    OrderVerified({ score: 0, reasons: [], decidedBy: 'x', colour: 'red' });
    expect(EVENT_TYPES.map((event) => event.type)).toContain('order.verified');
  });

  it('can start a conversation of its own', () => {
    expect(startConversation('eu', OrderRejected({ reasons: [] })).startsConversation).toBe('eu');
  });

  it('can go to a conversation that has a name', () => {
    expect(toConversation('market eu', OrderRejected({ reasons: [] })).toConversation).toBe('market eu');
  });
});
