import { runDlq } from './run-dlq.ts';

process.exitCode = await runDlq(process.argv.slice(2), process.env, {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
