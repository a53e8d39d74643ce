import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Troupe } from '../../start.ts';
import { gatewayClient } from '../gateway-client.ts';
import { ROOT, runDemo, type Demo, type Stage } from '../run-demo.ts';
import { drawOperator } from './demo-operator.ts';
import { runSupportDemo } from './support-demo.ts';
import { parseSupportOptions, USAGE, type SupportOptions } from './support-options.ts';
import { briefOf, HEAD, renderSupportReport, rowOf } from './support-report.ts';
import { readTickets, type ExampleTicket } from './tickets-file.ts';

const SECRET_BYTES = 32;
const DEFAULT_ROWS = 24;
const LINES_BESIDE_ROWS = 3;

const showSupport =
  (tickets: readonly ExampleTicket[], token: string, { withinMs, exit }: SupportOptions) =>
  async ({ gatewayUrl }: Troupe, { progress, signal }: Stage): Promise<void> => {
    progress.step(`opening ${tickets.length} tickets at once at ${gatewayUrl}`);
    const stories = await runSupportDemo({
      gateway: gatewayClient(gatewayUrl),
      tickets,
      run: `demo-${Date.now()}`,
      withinMs,
      signal,
      onProgress: (so) => {
        const room = (process.stdout.isTTY ? process.stdout.rows : DEFAULT_ROWS) - LINES_BESIDE_ROWS;
        const brief = briefOf(so, tickets.length);
        progress.live([HEAD, ...so.slice(0, Math.max(0, room)).map(rowOf), brief].join('\n'), brief);
      },
    });
    progress.step('every agent has said what it has to say');
    process.stdout.write(`\n${renderSupportReport(stories)}\n\n`);
    // Of this run alone, and only for who sits at this terminal.
    if (!exit) progress.step(`work at the desk: ${gatewayUrl}/desk, token ${token}; customers: ${gatewayUrl}/chat`);
  };

await runDemo((): Demo | undefined => {
  const options = parseSupportOptions(process.argv.slice(2), join(ROOT, 'examples/tickets.jsonl'));
  if (options.help) {
    process.stdout.write(USAGE);
    return undefined;
  }
  const tickets = readTickets(options.tickets);
  const { token, entry } = drawOperator('Ada', 'lead');
  const env = { DESK_OPERATORS: entry, DESK_SECRET: randomBytes(SECRET_BYTES).toString('base64') };
  return { flow: 'support', env, exit: options.exit, show: showSupport(tickets, token, options) };
});
