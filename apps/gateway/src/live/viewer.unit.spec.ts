import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '@troupe/contracts';
import { ledgerEvent } from '../gateway.fixture.ts';
import { asCustomersSee } from './viewer.ts';

describe('what a customer sees', () => {
  it('is what was said to them, and who serves them', () => {
    const types = EVENT_TYPES.map(({ type }) => type).filter((type) => asCustomersSee(ledgerEvent(1, type)));
    expect(types.toSorted()).toEqual([
      'message.sent',
      'ticket.closed',
      'ticket.opened',
      'ticket.returned',
      'ticket.taken',
    ]);
  });

  it('has nothing that colleagues tell each other', () => {
    const data = {
      by: 'ada',
      from: 'bob',
      reason: 'a reason',
      note: 'a note',
      text: 'Hello',
      draft: 'd-1',
      edited: true,
    };
    const shown = ['message.sent', 'ticket.closed', 'ticket.returned', 'ticket.taken'].map(
      (type) => asCustomersSee(ledgerEvent(1, type, data))?.data,
    );
    expect(shown).toEqual([{ by: 'ada', text: 'Hello' }, {}, {}, { by: 'ada' }]);
  });
});
