import { runSagas } from './run-sagas.ts';

process.exitCode = await runSagas({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
