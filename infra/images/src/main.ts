import { join } from 'node:path';
import { runImages } from './run-images.ts';

process.exitCode = await runImages({
  args: process.argv.slice(2),
  root: join(import.meta.dirname, '../../..'),
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
});
