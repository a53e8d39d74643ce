import { describe, expect, it } from '@jest/globals';
import { readLabelledTickets } from './labelled-tickets.ts';
import { sortTicket } from './sort-ticket.ts';

describe('a ticket', () => {
  it.each([
    ['Our connection leaves in 1 hour and we are stuck at the gate, please help', 0.7, 'HIGH', 'delay'],
    ['My insulin is in the suitcase that you lost', 0.9, 'HIGH', 'lost-property'],
    ['I was charged twice, I want a refund', 0.9, 'NORMAL', 'payment'],
    ['Your website shows an error when I log in', 0.6, 'NORMAL', 'technical'],
    ['Nice photo', 0.05, 'LOW', 'other'],
    ['No rush, just wondering about my points', 0.1, 'LOW', 'account'],
  ])('%j, negative with %d, is of urgency %s and about %s', (text, negative, urgency, topic) => {
    expect(sortTicket(text, negative)).toEqual({ urgency, topic });
  });
});

describe('a file of tickets that people have judged', () => {
  it('is read by the names of its columns, and rows without text are left out', () => {
    const csv = '\uFEFFsentiment,airline,text\nNegative,A,"late, again"\npositive,B,thanks\nneutral,C,\n';
    expect(readLabelledTickets(csv)).toEqual([
      { text: 'late, again', isNegative: true },
      { text: 'thanks', isNegative: false },
    ]);
    const other = 'body,mood\nbad,angry\n';
    expect(readLabelledTickets(other, { text: 'body', label: 'mood', negative: 'angry' })).toEqual([
      { text: 'bad', isNegative: true },
    ]);
  });

  it('is refused by the name of a column that it has not', () => {
    expect(() => readLabelledTickets('a,b\n1,2\n')).toThrow('no column text: it has a, b');
  });
});
