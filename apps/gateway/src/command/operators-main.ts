import { runOperators } from './run-operators.ts';

process.exitCode = await runOperators({
  args: process.argv.slice(2),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
