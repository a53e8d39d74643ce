import { join } from 'node:path';
import { runChoreography } from './run-choreography.ts';

process.exitCode = await runChoreography({
  args: process.argv.slice(2),
  root: join(import.meta.dirname, '../../..'),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
