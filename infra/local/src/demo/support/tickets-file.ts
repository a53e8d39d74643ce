import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { stackError } from '../../stack-error.ts';

const ticket = z.strictObject({
  customerId: z.string(),
  text: z.string(),
  subject: z.string().optional(),
  channel: z.string().optional(),
});

/** A ticket as it is sent to the gateway, which judges the rest of it. */
export type ExampleTicket = z.infer<typeof ticket>;

const ticketIn = (line: string, place: string): ExampleTicket => {
  try {
    return ticket.parse(JSON.parse(line));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw stackError(`${place} is no ticket: ${why}`, 'give one JSON object a line, with customerId and text');
  }
};

/** The tickets of a text, one a line; empty lines are passed over. @throws STACK_FAILED naming the line that is none */
export const parseTickets = (text: string, file: string): readonly ExampleTicket[] => {
  const lines = text.split('\n').map((line, index) => ({ line, place: `${file}:${index + 1}` }));
  return lines.filter(({ line }) => line.trim() !== '').map(({ line, place }) => ticketIn(line, place));
};

/** Reads a file of tickets. @throws STACK_FAILED when it cannot be read, has none, or a line is none */
export const readTickets = (file: string): readonly ExampleTicket[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw stackError(`${file} cannot be read: ${String(error)}`, 'name a file of tickets with --tickets');
  }
  const tickets = parseTickets(text, file);
  if (tickets.length === 0) throw stackError(`${file} has no tickets`, 'name a file of tickets with --tickets');
  return tickets;
};
