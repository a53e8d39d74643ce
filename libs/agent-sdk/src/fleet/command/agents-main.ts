import { runAgents } from './run-fleet.ts';

process.exitCode = await runAgents({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
