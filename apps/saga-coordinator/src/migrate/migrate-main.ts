import { runMigrate } from './run-migrate.ts';

process.exitCode = await runMigrate({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
