import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../run-demo.ts';
import { parseTickets, readTickets } from './tickets-file.ts';

const HELP = { customerId: '1', text: 'Help!' };

describe('a file of tickets', () => {
  it('has one a line, and may have empty lines', () => {
    expect(parseTickets(`${JSON.stringify(HELP)}\n\n${JSON.stringify({ ...HELP, subject: 'A' })}\n`, 'f')).toEqual([
      HELP,
      { ...HELP, subject: 'A' },
    ]);
  });

  it.each([
    ['{"customerId":"1"}', 'text'],
    ['{"customerId":"1","text":"Help!","colour":"red"}', 'colour'],
    ['Help!', 'JSON'],
  ])('is refused by the line that is no ticket: %s', (line, why) => {
    const parse = () => parseTickets(`${JSON.stringify(HELP)}\n${line}`, 'mine.jsonl');
    expect(parse).toThrow('mine.jsonl:2 is no ticket');
    expect(parse).toThrow(why);
  });

  it('is refused when it is not there', () => {
    expect(() => readTickets('/nowhere.jsonl')).toThrow('/nowhere.jsonl cannot be read');
  });

  it('is among the examples', () => {
    expect(readTickets(join(ROOT, 'examples/tickets.jsonl')).length).toBeGreaterThanOrEqual(20);
  });
});
