import { runTopics } from './run-broker-command.ts';

process.exitCode = await runTopics({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
