import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TICKET } from '../gateway.fixture.ts';
import { readTicket, ticketSchema } from './ticket-request.ts';

describe('a ticket', () => {
  it('is what a customer says, with a subject and a channel or not', () => {
    expect(readTicket(TICKET).data).toEqual({ ...TICKET, subject: null, channel: null });
    const whole = { ...TICKET, subject: 'My bag', channel: 'mail' };
    expect(readTicket(whole).data).toEqual(whole);
  });

  it.each([
    ['no text', { text: '' }, 'text: must not be empty'],
    ['a text without end', { text: 'x'.repeat(10_001) }, 'text: must not be longer than 10000 characters'],
    ['a text that is none', { text: 7 }, 'text: must be a string, not 7'],
    ['a terminal in it', { text: '\u001b[2J' }, 'text: must not contain control characters'],
    ['nobody who says it', { customerId: '' }, 'customerId: must not be empty'],
    ['an empty subject', { subject: '' }, 'subject: must not be empty'],
    ['an unknown field', { priority: 1 }, 'priority: is not a known field'],
  ])('with %s is refused by the name of its field', (_, change, problem) => {
    const problems = readTicket({ ...TICKET, ...change }).problems ?? [];
    expect(problems.map(({ field, message }) => `${field}: ${message}`)).toEqual([problem]);
  });

  it('is never read from anything else', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => expect(readTicket(body).data).toBeUndefined()));
  });

  it('is described with its bounds', () => {
    expect(ticketSchema()).toMatchObject({
      required: ['customerId', 'text'],
      properties: { text: { minLength: 1, maxLength: 10_000 } },
    });
  });
});
