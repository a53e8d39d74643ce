import { runFeatures } from './run-features.ts';

process.exitCode = await runFeatures({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
