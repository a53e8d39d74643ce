import { runTickets } from './run-tickets.ts';

process.exitCode = await runTickets({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
